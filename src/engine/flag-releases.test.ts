// Ordinary CPU flags by QEMU release: known from the first release that has them, refused before in that release's words.
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { fate, printed, resolved, rules, vm } from "#testing/vm.ts";
import { bitInfo, flipBit } from "./flip.ts";
import { resolveVm } from "./resolve.ts";

const notFound = (property: string, cpu = "EPYC"): string => `Property '${cpu}-x86_64-cpu.${property}' not found`;
const cannotApply = (name: string): string => `can't apply global EPYC-x86_64-cpu.${name}=on: ${notFound(name)}`;
const withCpu = (cpu: string, qemu: string): readonly string[] => fate({ machine: "pc", cpu, qemu });

/** EPYC is there from QEMU 2.12 on. */
const model = (qemu: string): string => (/^2\.\d$|^2\.1[01]$/.test(qemu) ? "Haswell" : "EPYC");

const signedRefusal = (flag: string, qemu: string): string =>
  /^2\.[4-7]$/.test(qemu) ? `CPU feature ${flag} not found` : notFound(flag, model(qemu));

describe("a flag before and from its first release", () => {
  it.each([
    ["umip", "2.6", "2.7"],
    ["avx512vbmi", "2.7", "2.8"],
    ["la57", "2.8", "2.9"],
    ["gfni", "2.11", "2.12"],
    ["cldemote", "2.12", "3.0"],
    ["wbnoinvd", "3.0", "3.1"],
    ["stibp", "3.1", "4.0"],
    ["core-capability", "4.0", "4.1"],
    ["clzero", "4.1", "4.2"],
    ["amd-stibp", "4.2", "5.0"],
    ["fsrm", "5.0", "5.1"],
    ["vgif", "5.2", "6.0"],
    ["avx-vnni", "6.0", "6.1"],
    ["sgx1", "6.1", "6.2"],
    ["sgx2", "6.1", "6.2"],
    ["sgx-debug", "6.1", "6.2"],
    ["amx-tile", "6.2", "7.0"],
    ["arch-lbr", "7.0", "7.1"],
    ["sgx-edeccssa", "7.2", "8.0"],
    ["vnmi", "8.0", "8.1"],
    ["amx-complex", "8.1", "8.2"],
    ["fred", "9.0", "9.1"],
    ["avx10", "9.1", "9.2"],
    ["msr-imm", "10.0", "10.1"],
    ["tsa-sq-no", "10.1", "10.2"],
    ["cet-ss", "10.2", "11.0"],
  ])("%s: not in %s, in %s", (flag, before, first) => {
    expect(withCpu(`${model(before)},+${flag}`, before)).toEqual(["no", signedRefusal(flag, before)]);
    expect(withCpu(`${model(first)},+${flag}`, first)).toEqual(["yes"]);
    expect(withCpu(`${model(first)},-${flag}`, first)).toEqual(["yes"]);
  });

  it("as a value, in the wording of the release", () => {
    expect(withCpu("EPYC,avx10=on", "7.2")).toEqual(["no", cannotApply("avx10")]);
    expect(withCpu("EPYC,avx10", "9.1")).toEqual(["no", cannotApply("avx10")]);
    expect(withCpu("Haswell,umip=on", "2.6")).toEqual(["no", notFound("umip", "Haswell")]);
    expect(withCpu("EPYC,avx10=on", "9.2")).toEqual(["yes"]);
  });

  it.each(["x86_64-cpu", "EPYC-x86_64-cpu"])("as -global of %s", (driver) => {
    const globals = [{ driver, property: "avx10", value: "on" }];
    expect(fate({ qemu: "9.2", globals })).toEqual(["yes"]);
    expect(fate({ qemu: "9.1", globals })).toEqual([
      "no",
      `can't apply global ${driver}.avx10=on: ${notFound("avx10")}`,
    ]);
  });
});

describe("spellings", () => {
  it.each([
    ["EPYC,+lahf_lm", "5.2", ["yes"]],
    ["EPYC,lahf_lm=on", "5.2", ["yes"]],
    ["EPYC,+sse4_1", "11.1", ["yes"]],
    ["EPYC,+ffxsr", "7.2", ["yes"]],
    ["EPYC,fs_gs_base_ns=on", "10.1", ["yes"]],
    ["EPYC,+fs_gs_base_ns", "10.1", ["no", notFound("fs_gs_base_ns")]],
    ["EPYC,avx512_bf16=on", "4.1", ["no", cannotApply("avx512-bf16")]],
    ["EPYC,+lbr_fmt", "7.0", ["no", notFound("lbr_fmt")]],
  ])("%s on QEMU %s", (cpu, qemu, expected) => {
    expect(withCpu(cpu, qemu)).toEqual(expected);
  });

  // Until 2.7 a sign looks the name up in QEMU's table of bits, where many names have underscores.
  it.each([
    ["Haswell,+lahf_lm", ["yes"]],
    ["Haswell,+lahf-lm", ["no", "CPU feature lahf-lm not found"]],
    ["Haswell,lahf-lm=on", ["yes"]],
    ["Haswell,lahf_lm=on", ["yes"]],
    ["Haswell,+sse4_1", ["yes"]],
    ["Haswell,+sse4-1", ["no", "CPU feature sse4-1 not found"]],
    ["Haswell,+kvm_pv_eoi", ["yes"]],
    ["Haswell,+kvm-pv-eoi", ["no", "CPU feature kvm-pv-eoi not found"]],
    ["Haswell,-kvmclock", ["yes"]],
    ["Haswell,+hv-relaxed", ["no", "CPU feature hv-relaxed not found"]],
    ["Haswell,+enforce", ["no", "CPU feature enforce not found"]],
  ])("%s on QEMU 2.7", (cpu, expected) => {
    expect(withCpu(cpu, "2.7")).toEqual(expected);
  });

  it("from 2.8 on a sign takes every switch", () => {
    expect(withCpu("Haswell,+lahf-lm,+hv-relaxed,+kvm-pv-eoi", "2.8")).toEqual(["yes"]);
  });
});

describe("builds that nobody looked into", () => {
  it.each([
    ["a distribution with unlisted backports", { platform: "rhel-8.6", cpu: "Haswell,+fred" }, "unknown"],
    ["the same, a flag that upstream's release has", { platform: "rhel-8.6", cpu: "Haswell,+avx-vnni" }, "yes"],
    ["upstream's release beside its kernel", { platform: "rhel-8.6", qemu: "6.2", cpu: "Haswell,+fred" }, "no"],
    ["a distribution that follows upstream", { platform: "debian-12", cpu: "Haswell,+fred" }, "no"],
    [
      "an old distribution and a flag of security updates",
      { platform: "debian-9", cpu: "Haswell,+spec-ctrl" },
      "unknown",
    ],
    ["an old distribution and another flag", { platform: "debian-9", cpu: "Haswell,+vgif" }, "no"],
    ["a stable series", { qemu: "2.11.1", cpu: "Haswell,+spec-ctrl" }, "unknown"],
    ["the series as such", { qemu: "2.11", cpu: "Haswell,+spec-ctrl" }, "unknown"],
    ["its first release", { qemu: "2.11.0", cpu: "Haswell,+spec-ctrl" }, "no"],
    ["a property beside the flags", { platform: "rhel-8.6", cpu: "Haswell,gds-no=on" }, "unknown"],
  ] as const)("%s", (_, words, starts) => {
    const made = resolved({ machine: "", vendor: "intel", ...words });
    expect([made.starts, rules(made).includes("property-uncertain")]).toEqual([starts, starts === "unknown"]);
  });

  it("says what is not known, and prints nothing in QEMU's name", () => {
    const made = resolved({ machine: "", platform: "rhel-8.6", cpu: "Haswell,+fred" });
    expect(made.problems.find((row) => row.rule === "property-uncertain")).toMatchObject({
      severity: "warning",
      printed: false,
      property: "fred",
    });
    expect(printed(made).join()).not.toContain("fred");
  });
});

describe("flipping a bit of the model's own leaves", () => {
  const at = (qemu: string, bit: number) => {
    const selection = vm({ qemu });
    const place = { leaf: 0x8000000a, subleaf: 0, register: "edx", bit } as const;
    return [realCatalog(), selection, resolved({ qemu }), place] as const;
  };

  it("offers no flag that this QEMU refuses", () => {
    expect(bitInfo(...at("8.0", 25))).toMatchObject({
      name: "vnmi",
      canFlip: false,
      why: "QEMU has this flag only from 8.1 on.",
    });
    expect(flipBit(...at("8.0", 25)).ok).toBe(false);
  });

  it("offers it from its first release on", () => {
    expect(bitInfo(...at("8.1", 25))).toMatchObject({ name: "vnmi", canFlip: true });
    expect(flipBit(...at("8.1", 25)).ok).toBe(true);
  });

  it("writes a flag that the release takes", () => {
    const flipped = (qemu: string) => {
      const selection = vm({ machine: "pc", cpu: "Haswell", qemu, vendor: "intel" });
      const place = { leaf: 0x80000001, subleaf: 0, register: "ecx", bit: 1 } as const;
      const next = flipBit(realCatalog(), selection, resolveVm(realCatalog(), selection), place);
      return next.ok ? [next.value.overrides, resolveVm(realCatalog(), next.value).starts] : next;
    };
    expect(flipped("2.8")).toEqual([[{ property: "cmp-legacy", form: "plus", value: "on" }], "yes"]);
    expect(flipped("2.7")).toEqual([[{ property: "cmp-legacy", form: "value", value: "on" }], "yes"]);
  });
});
