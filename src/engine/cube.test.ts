// The cube computes verdicts for classes of points; cell by cell it says what verdictAt says.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { allAxes, openCube, STATES, type Cube } from "./cube.ts";
import { openPoint, type PointFrame } from "./point.ts";
import type { HostSelection, Selection } from "./selection.ts";
import { stateAt, verdictAt } from "./verdict.ts";

const catalog = realCatalog();

const frames = fc
  .record({
    accel: fc.constantFrom("kvm" as const, "kvm" as const, "tcg" as const),
    irqchip: fc.constantFrom(undefined, "on" as const, "split" as const, "off" as const),
    kvmOff: fc.constantFrom(false, false, true),
    xen: fc.constantFrom(false, false, true),
  })
  .map(({ accel, irqchip, kvmOff, xen }): PointFrame => ({
    accel,
    overrides: kvmOff ? [{ property: "kvm", form: "value", value: "off" }] : [],
    ...(irqchip && { irqchip }),
    ...(xen && { xenVersion: 0x4000a }),
  }));

const bases = fc.record({
  qemu: fc.constantFrom(...catalog.qemu.releases.map((row) => row.version)),
  vendor: fc.constantFrom("amd" as const, "intel" as const),
  hyperv: fc.constantFrom(true, true, false),
});

interface Opened {
  readonly cube: Cube;
  readonly frame: PointFrame;
}

const open = (frame: PointFrame, base: Pick<HostSelection, "qemu" | "vendor" | "hyperv">): Opened => ({
  cube: openCube(catalog, frame, allAxes(catalog, { kernel: "6.12", ...base })),
  frame,
});

function selectionAt({ cube, frame }: Opened, machine: number, cpu: number, host: number): Selection {
  return {
    ...frame,
    machine: cube.axes.machines[machine]?.version.name ?? "",
    cpu: cube.axes.cpus[cpu] ?? "",
    host: cube.axes.hosts[host] ?? vm().host,
  };
}

const statesOf = (opened: Opened, machine: number, cpu: number, host: number): string[] =>
  [...opened.cube.states(machine, cpu, host)].map((state) => STATES[state] ?? "");

const verdictsOf = (opened: Opened, machine: number, cpu: number, host: number): string[] =>
  opened.cube.features.map((row) => verdictAt(catalog, row.id, selectionAt(opened, machine, cpu, host)).state);

const axes = allAxes(catalog, vm().host);
const index = fc.record({
  machine: fc.nat(axes.machines.length - 1),
  cpu: fc.nat(axes.cpus.length - 1),
  host: fc.nat(axes.hosts.length - 1),
});

describe("the axes", () => {
  it("hold every machine type, CPU model version, kernel from 4.4 on, and platform", () => {
    expect(axes.machines.map((row) => row.version.name)).toEqual(
      expect.arrayContaining(["pc-q35-11.1", "pc-i440fx-2.4", "microvm", "isapc", "pc-q35-rhel9.8.0"]),
    );
    expect(axes.cpus).toEqual(expect.arrayContaining(["host", "max", "base", "EPYC-v5", "Skylake-Server-v1"]));
    expect(axes.hosts.filter((row) => row.platform !== undefined)).toHaveLength(catalog.platforms.length);
    const kernels = axes.hosts.filter((row) => row.platform === undefined);
    expect(kernels[0]).toMatchObject({ kernel: "4.4", qemu: "10.2", vendor: "amd", hyperv: true });
    expect(kernels).toHaveLength(catalog.kernels.filter((row) => row.version !== "3.10").length);
  });
});

describe("cell by cell", () => {
  it("the states are verdictAt's, under any frame", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(frames, bases, fc.array(index, { minLength: 10, maxLength: 20 }), (frame, base, cells) => {
        const opened = open(frame, base);
        for (const { machine, cpu, host } of cells) {
          expect([selectionAt(opened, machine, cpu, host), statesOf(opened, machine, cpu, host)]).toEqual([
            selectionAt(opened, machine, cpu, host),
            verdictsOf(opened, machine, cpu, host),
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("on a whole slice: every machine type and host for one CPU model", { timeout: 60_000 }, () => {
    const opened = open({ accel: "kvm", overrides: [] }, { qemu: "10.2", vendor: "amd", hyperv: true });
    const cpu = opened.cube.axes.cpus.indexOf("EPYC-v1");
    const wrong: string[] = [];
    opened.cube.axes.hosts.forEach((host, h) => {
      opened.cube.axes.machines.forEach((machine, m) => {
        const made = statesOf(opened, m, cpu, h);
        const point = openPoint(catalog, selectionAt(opened, m, cpu, h));
        const verdicts = opened.cube.features.map((row) => stateAt(point, row));
        if (made.join() !== verdicts.join()) wrong.push(`${machine.version.name} on ${host.platform ?? host.kernel}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  it("equal numbers mean equal states, and only they", () => {
    const { cube } = open({ accel: "kvm", overrides: [] }, { qemu: "7.2", vendor: "intel", hyperv: true });
    fc.assert(
      fc.property(index, index, (a, b) => {
        const same =
          [...cube.states(a.machine, a.cpu, a.host)].join() === [...cube.states(b.machine, b.cpu, b.host)].join();
        expect(cube.stateId(a.machine, a.cpu, a.host) === cube.stateId(b.machine, b.cpu, b.host)).toBe(same);
      }),
      { numRuns: 1000 },
    );
  });

  it("types of one class agree wherever both exist", () => {
    const { cube } = open({ accel: "kvm", overrides: [] }, { qemu: "7.2", vendor: "amd", hyperv: true });
    const noStart = STATES.indexOf("no-start");
    fc.assert(
      fc.property(index, fc.nat(axes.machines.length - 1), ({ machine, cpu, host }, other) => {
        fc.pre(cube.machineClass[machine] === cube.machineClass[other]);
        const [a, b] = [cube.states(machine, cpu, host), cube.states(other, cpu, host)];
        fc.pre(a[0] !== noStart && b[0] !== noStart);
        expect([...a]).toEqual([...b]);
      }),
      { numRuns: 200, maxSkipsPerRun: 1000 },
    );
  });
});

describe("counts and write", () => {
  it("counts are what counting the states gives", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(frames, bases, fc.nat(axes.cpus.length - 1), (frame, base, cpu) => {
        const { cube } = open(frame, base);
        const counts = cube.counts(cpu);
        expect(counts).toHaveLength(cube.axes.hosts.length * cube.axes.machines.length * 2);
        const counted: number[] = [];
        cube.axes.hosts.forEach((_, host) => {
          cube.axes.machines.forEach((__, machine) => {
            const states = [...cube.states(machine, cpu, host)].map((state) => STATES[state]);
            const byDefault = states.filter((state) => state === "default").length;
            counted.push(byDefault, byDefault + states.filter((state) => state === "opt-in").length);
          });
        });
        expect([...counts]).toEqual(counted);
      }),
      { numRuns: 12 },
    );
  });

  it("writes into what it is given", () => {
    const { cube } = open({ accel: "kvm", overrides: [] }, { qemu: "10.2", vendor: "amd", hyperv: true });
    const out = new Uint8Array(cube.axes.hosts.length * cube.axes.machines.length * 2).fill(255);
    expect(cube.counts(0, out)).toBe(out);
    expect([...out]).toEqual([...cube.counts(0)]);
  });

  it("write gives every state, host by machine by CPU by feature", () => {
    const { cube } = open({ accel: "kvm", overrides: [] }, { qemu: "10.2", vendor: "amd", hyperv: true });
    const { machines, cpus, hosts } = cube.axes;
    expect(cube.size).toBe(hosts.length * machines.length * cpus.length * cube.features.length);
    const out = new Uint8Array(cube.size).fill(255);
    cube.write(out);
    fc.assert(
      fc.property(index, ({ machine, cpu, host }) => {
        const at = ((host * machines.length + machine) * cpus.length + cpu) * cube.features.length;
        expect([...out.subarray(at, at + cube.features.length)]).toEqual([...cube.states(machine, cpu, host)]);
      }),
      { numRuns: 1000 },
    );
    expect(out.at(-1)).not.toBe(255);
  });
});
