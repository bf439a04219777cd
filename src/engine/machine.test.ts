// Machine types: aliases, names that are gone or yet to come, and what QEMU says about them.
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { version } from "#base/version.ts";
import { fate, printed, resolved } from "#testing/vm.ts";
import { compatProperties } from "./machine.ts";
import { qemuRelease } from "./qemu-release.ts";

const catalog = realCatalog();
const releases = catalog.qemu.releases.map((row) => row.version.split(".").slice(0, 2).join("."));
const HINT = "Use -machine help to list supported machines";

describe("an alias follows the QEMU release", () => {
  it("over all releases", () => {
    expect(releases[0]).toBe("2.4");
    expect(releases).toEqual(expect.arrayContaining(["2.12", "4.0", "4.1", "9.2", "10.0", "11.1"]));
  });

  for (const release of releases) {
    it(`QEMU ${release}`, () => {
      expect(resolved({ machine: "q35", cpu: "qemu64", qemu: release }).machine).toBe(`pc-q35-${release}`);
      expect(resolved({ machine: "pc", cpu: "qemu64", qemu: release }).machine).toBe(`pc-i440fx-${release}`);
      expect(resolved({ machine: "", cpu: "qemu64", qemu: release }).machine).toBe(`pc-i440fx-${release}`);
    });
  }

  it("takes a point release for its series", () => {
    expect(resolved({ qemu: "7.2.22" }).machine).toBe("pc-q35-7.2");
    expect(resolved({ qemu: "10.0.2" }).machine).toBe("pc-q35-10.0");
  });

  it("never means pc-q35-4.0.1, which a later QEMU has all the same", () => {
    expect(resolved({ machine: "q35", qemu: "4.1" }).machine).toBe("pc-q35-4.1");
    expect(resolved({ machine: "pc-q35-4.0.1", qemu: "4.1" }).machine).toBe("pc-q35-4.0.1");
    expect(resolved({ machine: "pc-q35-4.0.1", qemu: "4.0" }).starts).toBe("no");
  });

  it("keeps the names without a version", () => {
    expect(resolved({ machine: "microvm", qemu: "4.2" }).machine).toBe("microvm");
    expect(resolved({ machine: "microvm", qemu: "4.1" }).starts).toBe("no");
    expect(resolved({ machine: "isapc", cpu: "486", qemu: "7.2" }).machine).toBe("isapc");
  });
});

describe("a platform of the RHEL family has its own types", () => {
  it.each([
    ["rhel-8.0", "pc-q35-rhel7.6.0"],
    ["rhel-8.6", "pc-q35-rhel8.6.0"],
    ["rhel-8.10", "pc-q35-rhel8.6.0"],
    ["rhel-9.0", "pc-q35-rhel9.0.0"],
    ["rhel-9.2", "pc-q35-rhel9.2.0"],
    ["rhel-9.4", "pc-q35-rhel9.4.0"],
    ["rhel-9.6", "pc-q35-rhel9.6.0"],
    ["rhel-9.8", "pc-q35-rhel9.8.0"],
    ["rhel-10.0", "pc-q35-rhel10.0.0"],
    ["rhel-10.2", "pc-q35-rhel10.2.0"],
    ["alma-9", "pc-q35-rhel9.8.0"],
    ["rocky-10", "pc-q35-rhel10.2.0"],
  ])("q35 on %s is %s", (platform, machine) => {
    expect(resolved({ machine: "q35", platform }).machine).toBe(machine);
  });

  it("and no upstream versions", () => {
    expect(resolved({ machine: "pc-q35-6.2", platform: "rhel-9.0" }).starts).toBe("no");
    expect(resolved({ machine: "pc-q35-rhel9.0.0", qemu: "10.2" }).starts).toBe("no");
  });

  it.each([
    ["debian-12", "pc-q35-7.2"],
    ["ubuntu-22.04", "pc-q35-6.2"],
    ["pve-8.1", "pc-q35-8.1"],
    ["fedora-43", "pc-q35-10.1"],
  ])("while %s has upstream's", (platform, machine) => {
    expect(resolved({ machine: "q35", platform }).machine).toBe(machine);
  });

  it("an unrecorded downstream name is not known rather than refused", () => {
    const made = resolved({ machine: "pc-q35-noble", platform: "ubuntu-24.04" });
    expect([made.starts, ...printed(made)]).toEqual(["unknown"]);
  });
});

describe("a machine type that this QEMU has not", () => {
  // Wording: select_machine() and its forerunners in QEMU's vl.c of 5.2, 6.0, 7.2 (run), 9.1 and 11.1 (run).
  it.each([
    ["pc-q35-10.0", "5.2", "-machine pc-q35-10.0: unsupported machine type"],
    ["pc-q35-10.0", "6.0", "unsupported machine type"],
    ["pc-q35-10.0", "7.2", "unsupported machine type"],
    ["nonsense", "9.0", "unsupported machine type"],
    ["nonsense", "9.1", 'unsupported machine type: "nonsense"'],
    ["pc-q35-5.1", "11.1", 'unsupported machine type: "pc-q35-5.1"'],
  ])("%s on QEMU %s", (machine, qemu, line) => {
    expect(fate({ machine, qemu })).toEqual(["no", line, HINT]);
  });

  // Life cycle: docs/about/removed-features.rst and the captures of each release.
  it.each([
    ["pc-q35-2.3", "2.5", "2.6"],
    ["pc-i440fx-1.7", "8.1", "8.2"],
    ["pc-i440fx-2.3", "9.0", "9.1"],
    ["pc-i440fx-2.4", "10.0", "10.1"],
    ["pc-q35-4.0.1", "10.0", "10.1"],
    ["pc-q35-4.1", "10.0", "10.1"],
    ["pc-q35-4.2", "10.1", "10.2"],
    ["pc-q35-5.0", "10.2", "11.0"],
    ["pc-q35-5.1", "11.0", "11.1"],
  ])("%s is in QEMU %s and gone from %s", (machine, last, gone) => {
    expect(resolved({ machine, cpu: "qemu64", qemu: last }).machine).toBe(machine);
    expect(resolved({ machine, cpu: "qemu64", qemu: last }).starts).toBe("yes");
    expect(resolved({ machine, cpu: "qemu64", qemu: gone }).starts).toBe("no");
  });

  it("yields no leaves and no outcomes", () => {
    const made = resolved({ machine: "pc-q35-12.9" });
    expect([made.machine, made.cpu, made.leaves, made.outcomes]).toEqual([undefined, undefined, [], []]);
  });
});

describe("a deprecated machine type starts with a message", () => {
  // Commit 7adb75d6be (7.1) made it a warning; before, it was printed bare.
  const old = "Machine type 'pc-i440fx-1.4' is deprecated: old and unattended - use a newer version instead";
  const rule = (name: string): string =>
    `warning: Machine type '${name}' is deprecated: machines more than 3 years old are subject to deletion after 6 years`;

  it.each([
    ["pc-0.12", "3.1", []],
    ["pc-0.12", "4.2", ["Machine type 'pc-0.12' is deprecated: use a newer machine type instead"]],
    ["pc-1.3", "5.2", ["Machine type 'pc-1.3' is deprecated: use a newer machine type instead"]],
    ["pc-i440fx-1.4", "6.2", []],
    ["pc-i440fx-1.4", "7.0", [old]],
    ["pc-i440fx-1.4", "7.2", [`warning: ${old}`]],
    ["pc-i440fx-2.0", "8.1", []],
    ["pc-i440fx-6.1", "9.0", []],
    ["pc-i440fx-6.1", "9.1", [rule("pc-i440fx-6.1")]],
    ["pc-q35-6.2", "9.1", []],
    ["pc-q35-6.2", "9.2", [rule("pc-q35-6.2")]],
    ["pc-q35-8.1", "11.1", [rule("pc-q35-8.1")]],
    ["pc-q35-8.2", "11.1", []],
  ])("%s on QEMU %s", (machine, qemu, lines) => {
    expect(fate({ machine, cpu: "qemu64", qemu })).toEqual(["yes", ...lines]);
  });
});

describe("a host that lacks a version", () => {
  it("has no answer", () => {
    const made = resolved({ platform: "ubuntu-26.10" });
    expect(made.starts).toBe("unknown");
    expect(made.problems.map((row) => [row.rule, row.printed])).toEqual([["host-unknown", false]]);
  });

  it("is completed by an explicit one", () => {
    expect(resolved({ platform: "al-2023", qemu: "8.2" }).machine).toBe("pc-q35-8.2");
  });
});

describe("compat properties", () => {
  const modelId = (machine: string, qemu: string): string | undefined => {
    const entry = catalog.machineByName.get(machine);
    const rows = entry ? compatProperties(catalog, entry, qemuRelease(catalog, version(qemu))) : [];
    return rows.findLast((row) => row.driver === "qemu64-x86_64-cpu" && row.property === "model-id")?.value;
  };

  it.each([
    ["pc-0.11", "3.1", "0.11"],
    ["pc-0.12", "4.2", "0.12"],
    ["pc-1.0", "5.2", "1.0"],
    ["pc-1.2", "5.2", "1.2.0"],
    ["pc-1.3", "4.0", "1.3.0"],
    ["pc-i440fx-1.4", "5.2", "1.4.0"],
    ["pc-i440fx-2.4", "5.2", "2.4.0"],
  ])("%s on QEMU %s names the release of its time", (machine, qemu, named) => {
    expect(modelId(machine, qemu)).toBe(`QEMU Virtual CPU version ${named}`);
  });
});
