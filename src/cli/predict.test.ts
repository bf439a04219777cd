import { describe, expect, test } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { agingNotes } from "./host.ts";
import { predict, type PredictRequest } from "./predict.ts";

const catalog = realCatalog();
const host = { qemu: "11.1", kernel: "6.12", vendor: "amd" };
const answer = (request: PredictRequest) => {
  const result = predict(catalog, request);
  if (!result.ok) throw new Error(result.issues.map((issue) => issue.message).join("\n"));
  return result.value;
};
const issues = (request: Partial<PredictRequest>): (string | undefined)[] => {
  const result = predict(catalog, { args: "-cpu EPYC", ...request });
  return result.ok ? [] : result.issues.map((issue) => `${issue.where} ${issue.rule}`);
};

describe("predict", () => {
  test("what a measured guest saw", () => {
    const { starts, problems, properties, cpuid } = answer({
      ...host,
      args: "-machine q35,accel=kvm -cpu EPYC,hv-relaxed",
    });
    expect({ starts, problems }).toEqual({ starts: true, problems: [] });
    expect(properties).toMatchObject({ "hv-relaxed": "on", "hv-vapic": "off", kvmclock: "on" });
    expect(cpuid["0x40000000"]).toEqual({ eax: "0x40000005", ebx: "0x7263694d", ecx: "0x666f736f", edx: "0x76482074" });
    expect(cpuid["0x40000101"]).toEqual({ eax: "0x0100007b", ebx: "0x00000000", ecx: "0x00000000", edx: "0x00000000" });
    expect(Object.keys(cpuid)).toContain("0x0000000d:1");
    expect(Object.values(cpuid).every((words) => Object.values(words).some((word) => word !== "0x00000000"))).toBe(
      true,
    );
  });

  test("a VM that does not start is an answer", () => {
    const { starts, problems } = answer({ ...host, args: ["-machine", "nope"] });
    expect(starts).toBe(false);
    expect(problems[0]).toEqual({ rule: "machine-unsupported", severity: "error", text: expect.any(String) });
  });

  test("a KVM without Hyper-V", () => {
    const args = "-machine q35,accel=kvm -cpu EPYC,hv-relaxed";
    expect(answer({ ...host, hyperv: false, args }).cpuid["0x40000000"]?.ebx).toBe("0x4b4d564b");
  });

  test("a platform fills what is not given, and explicit versions win", () => {
    const args = "-machine q35,accel=kvm -cpu EPYC,kvm-asyncpf-vmexit=on";
    const platform = { platform: "debian-12", vendor: "AMD", args };
    expect(answer(platform).starts).toBe(false);
    expect(answer({ ...platform, qemu: "9.0" }).properties["kvm-asyncpf-vmexit"]).toBe("on");
  });
});

describe("unusable requests", () => {
  test.each<readonly [Partial<PredictRequest>, readonly string[]]>([
    [{}, ["qemu missing", "kernel missing", "vendor missing"]],
    [{ ...host, kernel: undefined }, ["kernel missing"]],
    [{ ...host, vendor: "via" }, ["vendor unknown-vendor"]],
    [{ ...host, kernel: "six" }, ["kernel version"]],
    [{ ...host, qemu: "11.1.x!" }, ["qemu version"]],
    [{ ...host, libvirt: "new" }, ["libvirt version"]],
    [{ ...host, kernel: "2.6.32" }, ["kernel too-old"]],
    [{ ...host, qemu: "0.12" }, ["qemu too-old"]],
    [{ platform: "debain-12", vendor: "amd" }, ["platform unknown-platform"]],
    [{ platform: "ubuntu-26.10", vendor: "amd" }, ["qemu missing", "kernel missing"]],
    [{ ...host, args: "-cpu" }, ["-cpu missing-argument"]],
    [{ ...host, vendor: "x", args: [] }, ["vendor unknown-vendor", "undefined empty"]],
    [{ ...host, kernel: "6.1.0-18-amd64", qemu: "v9.2.0-rc1" }, []],
  ])("%j", (request, expected) => expect(issues(request)).toEqual(expected));

  test("near names are offered", () => {
    const result = predict(catalog, { platform: "debain-12", vendor: "amd", args: "-cpu EPYC" });
    expect(result.ok ? "" : result.issues[0]?.message).toContain("did you mean debian-12");
  });
});

test("versions newer than the catalogue are remarked on", () => {
  expect(agingNotes(catalog, host)).toEqual([]);
  expect(agingNotes(catalog, { kernel: "99.1", qemu: "99.0" })).toHaveLength(2);
});
