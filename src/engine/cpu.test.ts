// CPU models: what an unversioned name means, names that fix a version, and names that do not work here.
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { fate, leafOf, resolved, word } from "#testing/vm.ts";

describe("an unversioned name", () => {
  it.each([
    ["4.0", "q35", "Skylake-Server"],
    ["4.1", "q35", "Skylake-Server-v1"],
    ["7.2", "pc", "Skylake-Server-v1"],
    ["10.2", "pc-q35-6.0", "Skylake-Server-v1"],
    // Machine types before 4.1 mean the definition without version changes: QMP then reports no alias.
    ["7.2", "pc-q35-4.0", "Skylake-Server"],
    ["7.2", "pc-q35-4.0.1", "Skylake-Server"],
    ["7.2", "pc-i440fx-2.4", "Skylake-Server"],
    ["7.2", "pc-q35-4.1", "Skylake-Server-v1"],
    ["7.2", "microvm", "Skylake-Server-v5"],
    ["10.0", "microvm", "Skylake-Server-v5"],
    // isapc sets no version at all.
    ["4.1", "isapc", "Skylake-Server"],
    ["10.0", "isapc", "Skylake-Server"],
  ])("on QEMU %s, machine %s: %s", (qemu, machine, name) => {
    expect(resolved({ qemu, machine, cpu: "Skylake-Server" }).cpu).toBe(name);
  });

  it("without versions is itself", () => {
    for (const name of ["host", "max", "base"]) expect(resolved({ cpu: name }).cpu).toBe(name);
  });

  it("stands for QEMU's default when empty", () => {
    expect(resolved({ cpu: "" }).cpu).toBe("qemu64-v1");
    expect(resolved({ cpu: "", machine: "isapc" }).cpu).toBe("486");
  });
});

describe("a name that fixes a version", () => {
  it.each([
    ["Skylake-Server-v4", "q35", "Skylake-Server-v4"],
    ["Skylake-Server-v4", "pc-q35-5.2", "Skylake-Server-v4"],
    ["Skylake-Server-IBRS", "q35", "Skylake-Server-v2"],
    ["Skylake-Server-noTSX-IBRS", "microvm", "Skylake-Server-v3"],
    ["EPYC-IBPB", "q35", "EPYC-v2"],
    ["EPYC-v3", "q35", "EPYC-v3"],
  ])("%s on %s is %s", (cpu, machine, name) => {
    expect(resolved({ cpu, machine }).cpu).toBe(name);
  });

  it("was a model of its own before versions", () => {
    expect(resolved({ cpu: "Skylake-Server-IBRS", qemu: "2.12" }).starts).toBe("yes");
    expect(resolved({ cpu: "Skylake-Server-IBRS", qemu: "2.11" }).starts).toBe("no");
  });
});

describe("a name that this QEMU has not", () => {
  it.each([
    ["EPYC-v3", "4.0"],
    ["EPYC-Milan", "5.2"],
    ["Nonsense", "10.2"],
    ["epyc", "10.2"],
  ])("%s on QEMU %s", (cpu, qemu) => {
    expect(fate({ cpu, qemu })).toEqual(["no", `unable to find CPU model '${cpu}'`]);
  });

  it("is there from its release on", () => {
    expect(resolved({ cpu: "EPYC-v2", qemu: "4.1" }).starts).toBe("yes");
    expect(resolved({ cpu: "EPYC-v3", qemu: "4.2" }).starts).toBe("no");
    expect(resolved({ cpu: "EPYC-v3", qemu: "5.0" }).starts).toBe("yes");
    expect(resolved({ cpu: "EPYC-Milan", qemu: "6.0" }).starts).toBe("yes");
    expect(resolved({ cpu: "max", qemu: "2.8" }).starts).toBe("no");
    expect(resolved({ cpu: "max", qemu: "2.9" }).starts).toBe("yes");
  });
});

describe("-cpu host", () => {
  it("needs KVM", () => {
    expect(fate({ cpu: "host", accel: "tcg", qemu: "6.0" })).toEqual(["no", "CPU model 'host' requires KVM"]);
    expect(fate({ cpu: "host", accel: "tcg", qemu: "7.2" })).toEqual(["no", "CPU model 'host' requires KVM or HVF"]);
    expect(resolved({ cpu: "host" }).starts).toBe("yes");
  });

  it("leaves ordinary leaves to the host's processor, but not the two bits that QEMU and KVM give", () => {
    const made = resolved({ cpu: "host" });
    expect(leafOf(made, 1)?.sureness).toBe("unknown");
    expect((Number(word(made, 1, "ecx")) >>> 31) & 1).toBe(1);
    expect((Number(word(made, 1, "ecx")) >>> 21) & 1).toBe(1);
  });
});

describe("the model's own words", () => {
  // Leaf 1 EAX as measured under QEMU 7.2.22 (observed/guest-qemu-7.2-linux-6.18-no-hyperv.txt).
  it.each([
    ["Skylake-Server", "pc", "0x00050654"],
    ["qemu64", "pc", "0x00060fb1"],
    ["kvm64", "pc", "0x00000f61"],
    ["EPYC", "pc", "0x00800f12"],
    ["qemu64", "pc-q35-6.0", "0x00000663"],
    ["qemu64", "pc-i440fx-1.7", "0x00000663"],
    ["qemu64", "pc-i440fx-1.4", "0x00000623"],
  ])("%s on %s has the signature %s", (cpu, machine, signature) => {
    const made = resolved({ cpu, machine, qemu: "7.2.22" });
    expect(word(made, 1)).toBe(signature);
    expect(leafOf(made, 1)?.sureness).toBe("model");
  });

  it("a version that a stable series took over is there from that point release on", () => {
    const starts = (qemu: string): string => resolved({ cpu: "YongFeng-v2", qemu }).starts;
    expect(["10.0.0", "10.0.1", "10.0.2", "10.0.13", "10.1.0"].map(starts)).toEqual(["no", "no", "yes", "yes", "yes"]);
    expect(resolved({ cpu: "YongFeng", machine: "microvm", qemu: "10.0.13" }).cpu).toBe("YongFeng-v2");
  });

  it("every model version resolves on the newest QEMU, except those of a model that was removed", () => {
    const catalog = realCatalog();
    const newest = catalog.qemu.releases.at(-1)?.version ?? "";
    const names = catalog.cpus.flatMap((model) => model.versions.map((row) => row.name));
    expect(names.length).toBeGreaterThan(100);
    const odd = names.filter((cpu) => resolved({ cpu, qemu: newest }).cpu === undefined);
    expect(odd).toEqual(["Icelake-Client-v1", "Icelake-Client-v2", "Icelake-Client-v3"]);
  });

  it("a removed model is there until then, with a warning once it is deprecated", () => {
    const warning = "warning: CPU model Icelake-Client-x86_64-cpu is deprecated -- use Icelake-Server instead";
    expect(fate({ cpu: "Icelake-Client", qemu: "5.1" })).toEqual(["yes"]);
    expect(fate({ cpu: "Icelake-Client", qemu: "7.0" })).toEqual(["yes", warning]);
    expect(fate({ cpu: "Icelake-Client", qemu: "7.1" })).toEqual(["no", "unable to find CPU model 'Icelake-Client'"]);
  });

  it.each([
    ["Icelake-Client-v1", 7, "ebx", "0x001c0fb9"],
    ["Icelake-Client-v2", 7, "ebx", "0x001c07a9"],
    ["Icelake-Client-v1", 1, "eax", "0x000706e0"],
  ] as const)("a removed model has its words too: %s, leaf %i %s", (cpu, leaf, register, expected) => {
    expect(word(resolved({ cpu, qemu: "6.2", vendor: "intel" }), leaf, register)).toBe(expected);
  });

  it.each([
    ["5.2", "q35", "0x00000663"],
    ["6.0", "pc-q35-6.0", "0x00000663"],
    ["6.1", "pc-q35-6.1", "0x00060fb1"],
    ["6.1", "pc-q35-6.0", "0x00000663"],
    ["10.2", "pc-q35-6.0", "0x00000663"],
    ["10.2", "q35", "0x00060fb1"],
  ])("qemu64's family, model and stepping on QEMU %s, machine %s: %s", (qemu, machine, expected) => {
    expect(word(resolved({ cpu: "qemu64", qemu, machine }), 1, "eax")).toBe(expected);
  });

  it("an AMD model repeats leaf 1 EDX in 0x80000001 EDX", () => {
    const made = resolved({ cpu: "EPYC" });
    const shared = 0x0183f3ff;
    expect(Number(word(made, 0x80000001, "edx")) & shared).toBe(Number(word(made, 1, "edx")) & shared);
  });

  it("flags change them", () => {
    const ecx = (cpu: string): number => Number(word(resolved({ cpu }), 1, "ecx"));
    expect((ecx("EPYC") ^ ecx("EPYC,-x2apic")) >>> 0).toBe(0x00200000);
    expect((ecx("EPYC") ^ ecx("EPYC,-hypervisor")) >>> 0).toBe(0x80000000);
  });
});
