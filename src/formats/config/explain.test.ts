// Texts with far too much in them are told in part, and say so.
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { explainText } from "./explain.ts";
import { repairText } from "./repair.ts";

const catalog = realCatalog();
const options = anyHost(catalog);
const line = (flags: string): string => `qemu-system-x86_64 -machine q35,accel=kvm -cpu host${flags}`;
const explained = (text: string) => explainText(catalog, text, options);
const rulesOf = ({ issues }: ReturnType<typeof explained>): readonly string[] => issues.map(({ rule }) => rule);

describe("a text with too much in it", () => {
  it("tells a hundred findings of a rule and how many more there are", () => {
    const told = explained(line(",hv-nosuch".repeat(130)));
    expect(told.findings.filter(({ finding }) => finding.rule === "UNKNOWN-FLAG")).toHaveLength(100);
    expect(told.issues).toEqual([{ rule: "too-many-findings", message: "UNKNOWN-FLAG: 30 more are not told." }]);
  });

  it("is not mended where one machine says thousands of things", () => {
    const domain = (times: number): string =>
      `<features><hyperv>${"<stimer state='on'/>".repeat(times)}</hyperv></features>`;
    const few = explained(domain(10));
    const many = explained(domain(2001));
    expect([few.findings.some(({ fixes }) => fixes.length > 0), rulesOf(few)]).toEqual([true, []]);
    expect([many.findings.some(({ fixes }) => fixes.length > 0), rulesOf(many)]).toEqual([false, ["too-long"]]);
  });

  it("judges no more machines once there are 20,000 findings", () => {
    const told = explained(`${line(`,${"hv-nosuch,".repeat(100)}hv-stimer`)}\n`.repeat(250));
    expect(told.findings.length).toBeLessThan(20_200);
    expect(rulesOf(told).at(-1)).toBe("too-many-machines");
  });
});

describe("repairText", () => {
  it("gives up a fix that changes nothing, and ends", () => {
    const text = "<stimer state='on'><![CDATA[ never closed";
    expect(repairText(catalog, text, options)).toBe(text);
  });
});

describe("names that are near", () => {
  it("are not looked for near a name of ten thousand letters", () => {
    const [first] = explained(line(`,${"hv-vpindex".repeat(1000)}`)).findings;
    expect(first?.message).not.toContain("did you mean");
  });
});

describe("ten megabytes", () => {
  const long = (part: string): string => part.repeat(10_000_000 / part.length);

  it.each([
    ["of one machine type", `qemu-system-x86_64 -machine ${long("q,,3")}`],
    ["of lines that go on", `qemu-system-x86_64 ${long("\\\n")}-cpu host`],
    ["of empty lines", `qemu-system-x86_64 ${long("\n")}-cpu host`],
    ["of quoted words", `qemu-system-x86_64 ${long(`' " `)}`],
  ])("%s are read", (_, text) => {
    expect(explained(text).document.kind).toBe("qemu");
  });
});
