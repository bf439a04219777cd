import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allAxes, openCube, STATES } from "#engine/cube.ts";
import type { Selection } from "#engine/selection.ts";
import { verdictAt, visibleFeatures } from "#engine/verdict.ts";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { mapModel, type MapModel } from "./map-model.ts";

const catalog = realCatalog();
const features = visibleFeatures(catalog).map((feature) => feature.id);

const selections: readonly Selection[] = [
  vm(),
  vm({ cpu: "host,+kvm-asyncpf-int,-kvmclock", platform: "debian-12", vendor: "intel" }),
  vm({ cpu: "486", qemu: "7.2", irqchip: "split" }),
  vm({ cpu: "max", accel: "tcg" }),
];

const point = fc.record({ host: fc.nat(10_000), machine: fc.nat(10_000), kind: fc.nat(3), feature: fc.nat(10_000) });

const placeOf = (model: MapModel, { host, machine }: { host: number; machine: number }) => {
  const [h, m] = [host % model.hosts.length, machine % model.machines.length];
  return { h, m, at: h * model.machines.length + m };
};

const selectionOf = (selection: Selection, model: MapModel, h: number, m: number, kind: number): Selection => ({
  ...selection,
  overrides: [],
  machine: model.machines[m]!.name,
  cpu: model.kinds[kind]!.cpu,
  host: model.hosts[h]!.selection,
});

describe("the axes of the map", () => {
  const model = mapModel(catalog, vm(), { kind: "counts" });

  it("hold every host and machine type of the cube once", () => {
    const all = allAxes(catalog, vm().host);
    expect(model.hosts.map((host) => host.id).toSorted()).toEqual(
      all.hosts.map((host) => host.platform ?? `linux-${host.kernel}`).toSorted(),
    );
    expect(model.machines.map((machine) => machine.name).toSorted()).toEqual(
      all.machines.map((entry) => entry.version.name).toSorted(),
    );
  });

  it("are cut into spans without gaps or repeats, kernels and q35 first", () => {
    for (const [spans, length] of [
      [model.hostSpans, model.hosts.length],
      [model.machineSpans, model.machines.length],
    ] as const) {
      expect(spans[0]?.start).toBe(0);
      expect(spans.at(-1)?.end).toBe(length);
      spans.slice(1).forEach((span, index) => expect(span.start).toBe(spans[index]?.end));
      expect(new Set(spans.map((span) => span.title)).size).toBe(spans.length);
    }
    expect(model.hostSpans[0]).toMatchObject({ title: "upstream Linux", start: 0 });
    expect(model.machineSpans[0]?.title).toBe("pc-q35");
    for (const span of model.machineSpans)
      for (const machine of model.machines.slice(span.start, span.end)) expect(machine.board).toBe(span.title);
  });

  it("say where the VM is, its alias resolved", () => {
    expect(model.hosts[model.here!.host]?.id).toBe("linux-6.12");
    expect(model.machines[model.here!.machine]?.name).toBe("pc-q35-10.2");
    expect(mapModel(catalog, vm({ machine: "nonesuch" }), { kind: "counts" }).here).toBeUndefined();
  });

  it("take the selection's model for the named ones, and qemu64 where it is none", () => {
    expect(model.kinds.map((kind) => [kind.cpu, kind.isCurrent])).toEqual([
      ["EPYC", true],
      ["host", false],
      ["max", false],
      ["base", false],
    ]);
    expect(mapModel(catalog, vm({ cpu: "host" }), { kind: "counts" }).kinds.map((kind) => kind.cpu)[0]).toBe("qemu64");
  });
});

describe("point by point", () => {
  it("one feature's state is verdictAt's", { timeout: 60_000 }, () => {
    for (const selection of selections) {
      const models = new Map<string, MapModel>();
      fc.assert(
        fc.property(point, ({ feature, kind, ...place }) => {
          const id = features[feature % features.length]!;
          const model = models.get(id) ?? mapModel(catalog, selection, { kind: "feature", feature: id });
          models.set(id, model);
          const { h, m, at } = placeOf(model, place);
          const verdict = verdictAt(catalog, id, selectionOf(selection, model, h, m, kind));
          expect(STATES[model.kinds[kind]!.state[at]!]).toBe(verdict.state);
        }),
        { numRuns: 150 },
      );
    }
  });

  it("counts are those of the verdicts, of all features or of a set", { timeout: 60_000 }, () => {
    for (const selection of selections) {
      for (const wanted of [undefined, features.filter((_, index) => index % 3 === 0)]) {
        const model = mapModel(catalog, selection, { kind: "counts", ...(wanted && { features: wanted }) });
        fc.assert(
          fc.property(point, ({ kind, ...place }) => {
            const { h, m, at } = placeOf(model, place);
            const there = selectionOf(selection, model, h, m, kind);
            const states = (wanted ?? features).map((id) => verdictAt(catalog, id, there).state);
            const count = (state: string) => states.filter((other) => other === state).length;
            const { seen, possible, unknown, state } = model.kinds[kind]!;
            expect([seen[at], possible[at], unknown[at]]).toEqual([
              count("default"),
              count("default") + count("opt-in"),
              count("unknown"),
            ]);
            const whole = states.every((other) => other === "no-start")
              ? "no-start"
              : states.every((other) => other === "unknown")
                ? "unknown"
                : "default";
            expect(STATES[state[at]!]).toBe(whole);
          }),
          { numRuns: 40 },
        );
      }
    }
  });

  it("counts of all features are the cube's own, host by host", () => {
    const selection = vm({ qemu: "8.2" });
    const model = mapModel(catalog, selection, { kind: "counts" });
    const all = allAxes(catalog, selection.host);
    const cube = openCube(catalog, selection, { ...all, cpus: model.kinds.map((kind) => kind.cpu) });
    const places = new Map(all.machines.map((entry, index) => [entry.version.name, index]));
    const hosts = new Map(all.hosts.map((host, index) => [host, index]));
    const wrong: string[] = [];
    model.kinds.forEach((kind, k) => {
      const counts = cube.counts(k);
      all.hosts.forEach((host, h) => {
        model.machines.forEach((machine, m) => {
          const own = h * model.machines.length + m;
          const theirs = (hosts.get(host)! * all.machines.length + places.get(machine.name)!) * 2;
          if (kind.seen[own] !== counts[theirs] || kind.possible[own] !== counts[theirs + 1])
            wrong.push(`${kind.cpu} ${machine.name} on ${h}`);
        });
      });
    });
    expect(wrong).toEqual([]);
  });

  it("refuses a feature that has no bit", () => {
    expect(() => mapModel(catalog, vm(), { kind: "feature", feature: "nonesuch" })).toThrow("nonesuch");
  });
});
