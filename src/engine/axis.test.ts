import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { atPoints, AXES, axisPoints, hostId, standsAt } from "./axis.ts";

const catalog = realCatalog();

describe("axes", () => {
  it.each(AXES)("%s: ids are unique, groups are together", (axis) => {
    const points = axisPoints(catalog, vm(), axis);
    expect(points.length).toBeGreaterThan(20);
    expect(new Set(points.map((point) => point.id)).size).toBe(points.length);
    const groups = points.map((point) => point.group);
    const changes = groups.filter((group, at) => group !== groups[at - 1]).length;
    expect(changes).toBe(new Set(groups).size);
  });

  it("know the day of what they name", () => {
    const day = (axis: (typeof AXES)[number], id: string) =>
      axisPoints(catalog, vm(), axis).find((point) => point.id === id)?.released;
    expect(day("qemu", "7.2")).toBe("2022-12-14");
    expect(day("machine", "pc-q35-7.2")).toBe("2022-12-14");
    expect(day("host", "debian-12")).toBe("2023-06-10");
    expect(day("host", "linux-6.1")).toBe("2022-12-11");
    expect(day("feature", "kvm-asyncpf-int")).toBe("2020-08-02");
    expect(day("machine", "isapc")).toBeUndefined();
  });
});

describe("a selection at points", () => {
  const at = (axis: (typeof AXES)[number], id: string) => {
    const point = axisPoints(catalog, vm(), axis).find((row) => row.id === id);
    if (point === undefined) throw new Error(`no ${id}`);
    return point;
  };

  it("takes what the points say and keeps the rest", () => {
    const selection = { ...vm({ cpu: "EPYC,+kvm-pv-ipi" }), host: { ...vm().host, smt: true } };
    const there = atPoints(selection, at("machine", "pc-q35-6.2"), at("host", "debian-12"));
    expect(there).toMatchObject({ machine: "pc-q35-6.2", cpu: "EPYC", host: { platform: "debian-12", smt: true } });
    expect(there.overrides).toBe(selection.overrides);
    expect(there.host.kernel).toBeUndefined();
  });

  it("a release stands over the host's own, in whichever order they come", () => {
    const pair = [at("host", "debian-12"), at("qemu", "9.2")] as const;
    expect(atPoints(vm(), ...pair).host).toEqual(atPoints(vm(), ...pair.toReversed()).host);
    expect(atPoints(vm(), ...pair).host).toMatchObject({ platform: "debian-12", qemu: "9.2" });
  });
});

describe("where a selection stands", () => {
  it("is what its names mean on its host", () => {
    const selection = {
      ...vm({ cpu: "Skylake-Server" }),
      machine: "q35",
      host: { ...vm().host, platform: "debian-12" },
    };
    const { kernel: _kernel, qemu: _qemu, ...host } = selection.host;
    expect(standsAt(catalog, { ...selection, host })).toEqual({
      feature: undefined,
      machine: "pc-q35-7.2",
      cpu: "Skylake-Server-v1",
      host: "debian-12",
      qemu: "7.2",
      libvirt: "9.0",
    });
  });

  it("of a point release is the release", () => {
    expect(standsAt(catalog, vm({ qemu: "7.2.22" })).qemu).toBe("7.2");
  });

  it("hosts have ids for links", () => {
    expect(hostId(vm({ kernel: "6.12" }).host)).toBe("linux-6.12");
    expect(hostId(vm({ platform: "debian-12" }).host)).toBe("debian-12");
  });
});
