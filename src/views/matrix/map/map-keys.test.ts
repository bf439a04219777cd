import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { verdictAt } from "#engine/verdict.ts";
import { placeAfter } from "./map-keys.ts";
import { mapModel } from "./map-model.ts";
import { movedTo, placeWords, pointWords, spokenPoint, stateOf } from "./map-words.ts";

const catalog = realCatalog();
const FEATURE = "kvm-asyncpf-int";
const model = mapModel(catalog, vm(), { kind: "feature", feature: FEATURE });
const [kind] = model.kinds;
const here = model.here!;
const after = (key: string, far = false, from = here) => placeAfter(model, kind!, from, key, far);

describe("keys", () => {
  it("move by one, by ten, to the ends, and never off the map", () => {
    expect(after("ArrowLeft")).toEqual({ ...here, host: here.host - 1 });
    expect(after("ArrowUp")).toEqual({ ...here, machine: here.machine - 1 });
    expect(after("PageUp")).toEqual({ ...here, machine: here.machine - 10 });
    expect(after("Home")).toEqual({ ...here, host: 0 });
    expect(after("End", true)).toEqual({ ...here, machine: model.machines.length - 1 });
    expect(after("ArrowLeft", false, { host: 0, machine: 0 })).toEqual({ host: 0, machine: 0 });
    expect(after("ArrowLeft", true, { host: 0, machine: 0 })).toEqual({ host: 0, machine: 0 });
    expect(after("x")).toBeUndefined();
  });

  it("with Ctrl go to the next change: the last kernel without the bit", () => {
    const found = after("ArrowLeft", true)!;
    const stateOn = (host: number) =>
      verdictAt(catalog, FEATURE, movedTo(vm(), model, kind!, { host, machine: here.machine })).state;
    expect(stateOn(here.host)).toBe("opt-in");
    expect(stateOn(found.host)).toBe("unavailable");
    expect(stateOn(found.host + 1)).toBe("opt-in");
    expect(placeWords(model, found)).toEqual(["Linux 5.7", "pc-q35-10.2"]);
  });
});

describe("words", () => {
  it("say host, machine type, model and verdict", () => {
    expect(spokenPoint(model, kind!, here)).toBe("Linux 6.12, pc-q35-10.2, EPYC: one flag");
  });

  it("say counts with what nobody knows", () => {
    const counted = mapModel(catalog, vm(), { kind: "counts" });
    const words = new Set<string>();
    counted.hosts.forEach((_, host) =>
      words.add(pointWords(counted, counted.kinds[0]!, { host, machine: here.machine })),
    );
    expect([...words].some((text) => /^\d+ seen of \d+ possible, \d+ unknown$/.test(text))).toBe(true);
    expect(words).toContain("unknown");
    expect(stateOf(counted, counted.kinds[0]!, here)).toBe("default");
  });

  it("a VM taken to a point keeps its flags and what is known of the host's build", () => {
    const start = vm({ cpu: "host,+kvm-asyncpf-int", smt: true, xen: false });
    const host = model.hosts.findIndex((row) => row.id === "debian-12");
    const moved = movedTo(start, model, model.kinds[2]!, { host, machine: 0 });
    expect(moved).toMatchObject({
      cpu: "max",
      machine: model.machines[0]!.name,
      overrides: start.overrides,
      host: { platform: "debian-12", smt: true, xen: false },
    });
    expect(moved.host.kernel).toBeUndefined();
  });
});
