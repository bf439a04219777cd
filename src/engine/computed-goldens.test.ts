// What the facts compute to, host by host, in files: a change of one fact shows its consequences in the diff.
// After a change that is meant: `npx vitest run -u src/engine/computed-goldens.test.ts`.
import { describe, expect, it } from "vitest";
import { hex } from "#base/u32.ts";
import type { Register, Vendor } from "#catalog/schema/common.ts";
import { realCatalog } from "#testing/catalog.ts";
import { allAxes } from "./cube.ts";
import { hostFacts } from "./host.ts";
import { hostId } from "./axis.ts";
import type { VerdictState } from "./resolved.ts";
import type { HostSelection } from "./selection.ts";
import { verdictAt, visibleFeatures } from "./verdict.ts";

const catalog = realCatalog();
const NEWEST = "11.1";
const CPUS: Readonly<Record<Vendor, string>> = { amd: "EPYC", intel: "Skylake-Server" };

const WORDS: readonly (readonly [name: string, list: "kvm" | "hyperv", leaf: number, register: Register])[] = [
  ["native", "kvm", 0x40000001, "eax"],
  ["0.eax", "hyperv", 0x40000000, "eax"],
  ["3.eax", "hyperv", 0x40000003, "eax"],
  ["3.ebx", "hyperv", 0x40000003, "ebx"],
  ["3.edx", "hyperv", 0x40000003, "edx"],
  ["4.eax", "hyperv", 0x40000004, "eax"],
  ["4.ebx", "hyperv", 0x40000004, "ebx"],
  ["5.eax", "hyperv", 0x40000005, "eax"],
  ["a.eax", "hyperv", 0x4000000a, "eax"],
  ["a.ebx", "hyperv", 0x4000000a, "ebx"],
];

const LETTERS: Readonly<Record<VerdictState, string>> = {
  default: "D",
  "opt-in": "o",
  unavailable: "-",
  "no-start": "X",
  unknown: "?",
};

const hosts = (vendor: Vendor): readonly HostSelection[] =>
  allAxes(catalog, { kernel: "6.12", qemu: NEWEST, vendor, hyperv: true }).hosts;

/** One line a host: each word, behind it the bits that nobody knows. */
function wordsLine(host: HostSelection): string {
  const facts = hostFacts(catalog, host);
  const words = WORDS.map(([name, list, leaf, register]) => {
    const { word, unknown } = facts.word(list, leaf, register);
    return `${name}=${hex(word).slice(2)}${unknown === 0 ? "" : `?${hex(unknown).slice(2)}`}`;
  });
  return `${hostId(host).padEnd(18)} ${words.join(" ")}`;
}

/** One line a host: a letter a feature, families apart. */
function verdictsLine(host: HostSelection): string {
  const letters = visibleFeatures(catalog).map((feature, i, all) => {
    const selection = { machine: "q35", cpu: CPUS[host.vendor], overrides: [], accel: "kvm", host } as const;
    const gap = i > 0 && all[i - 1]?.family !== feature.family ? " " : "";
    return gap + LETTERS[verdictAt(catalog, feature.id, selection).state];
  });
  return `${hostId(host).padEnd(18)} ${letters.join("")}`;
}

const file = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

const columns = (): string[] => {
  const names = visibleFeatures(catalog).map((feature, i) => `# ${String(i + 1).padStart(2)} ${feature.id}`);
  return ["# D default, o one flag away, - not here, X does not start, ? unknown", ...names];
};

describe.each(["amd", "intel"] as const)("hosts on %s", { timeout: 60_000 }, (vendor) => {
  it("report these words", async () => {
    const lines = hosts(vendor).map(wordsLine);
    expect(lines.length).toBeGreaterThan(150);
    await expect(file(lines)).toMatchFileSnapshot(`./goldens/words-${vendor}.txt`);
  });

  it(`give these verdicts for q35 and ${CPUS[vendor]}, with QEMU ${NEWEST} or the platform's own`, async () => {
    await expect(file([...columns(), ...hosts(vendor).map(verdictsLine)])).toMatchFileSnapshot(
      `./goldens/verdicts-${vendor}.txt`,
    );
  });
});
