// A wrong catalogue cannot be built: one planted mistake at a time, and the issue names file, path and rule.
import { describe, expect, it } from "vitest";
import type { Issue } from "#base/result.ts";
import { bundleCatalog } from "./bundle.ts";
import { CHECKS } from "./checks/index.ts";
import { readCatalog } from "../../tools/read-catalog.ts";

const texts = readCatalog();
const ASYNC = "features/kvm/kvm-asyncpf-int.json";
const IPI = "features/hyperv/hv-ipi.json";
const MESSAGES = "releases/qemu-messages.json";

type Json = Record<string, unknown>;

/** The catalogue with one file changed. */
function planted(file: string, change: (json: Json) => void): ReadonlyMap<string, string> {
  const json = JSON.parse(texts.get(file) ?? "null") as Json;
  change(json);
  return new Map([...texts, [file, JSON.stringify(json)]]);
}

const issuesOf = (catalog: ReadonlyMap<string, string>): readonly Issue[] => {
  const made = bundleCatalog(catalog);
  return made.ok ? [] : made.issues;
};

/** Rule and place of every issue. */
const places = (catalog: ReadonlyMap<string, string>): (string | undefined)[][] =>
  issuesOf(catalog).map((row) => [row.rule, row.where]);

const list = (json: unknown, key: string): Json[] => Reflect.get(json as object, key) as Json[];
const part = (json: unknown, key: string): Json => Reflect.get(json as object, key) as Json;

describe("the real catalogue", () => {
  it("passes", () => {
    expect(places(texts)).toEqual([]);
  });

  it("is bundled whole, without its evidence", () => {
    const made = bundleCatalog(texts);
    if (!made.ok) throw new Error("not bundled");
    const files = (folder: string): string[] => [...texts.keys()].filter((file) => file.startsWith(`${folder}/`));
    expect(made.value.features.map((row) => row.file).toSorted()).toEqual(files("features").toSorted());
    expect(made.value.boards.map((row) => row.file).toSorted()).toEqual(files("machines").toSorted());
    expect(made.value.cpus.map((row) => row.file).toSorted()).toEqual(files("cpus").toSorted());
    expect(JSON.stringify(made.value)).not.toContain('"evidence"');
    expect(JSON.stringify(made.value)).not.toContain('"checked"');
  });

  it("keeps the best confidence behind each fact", () => {
    const made = bundleCatalog(
      planted(ASYNC, (json) => {
        part(json, "evidence")["reports"] = [
          { source: "memory", confidence: "recalled", checked: "2026-01-01" },
          { source: "a host", confidence: "measured", checked: "2026-01-01" },
          { source: "a tree", confidence: "verified", checked: "2026-01-01" },
        ];
      }),
    );
    const feature = made.ok ? made.value.features.find((row) => row.id === "kvm-asyncpf-int") : undefined;
    expect(feature?.sureness["reports"]).toBe("measured");
  });

  it("comes in the order of families, kinds and bits", () => {
    const made = bundleCatalog(texts);
    const features = made.ok ? made.value.features : [];
    const families = features.map((row) => row.family).filter((family, i, all) => family !== all[i - 1]);
    expect(families).toEqual(["kvm", "hyperv", "xen", "vmware"]);
    expect(features.slice(0, 5).map((row) => row.id)).toEqual([
      "kvmclock",
      "kvm-nopiodelay",
      "kvm-mmu",
      "kvm-asyncpf",
      "kvm-steal-time",
    ]);
  });

  it("ignores files that are only served", () => {
    expect(places(new Map([...texts, ["observed/new.json", "not json"], ["schema/x.schema.json", "{"]]))).toEqual([]);
  });
});

describe("schema", () => {
  it.each([
    ["an unknown key", ASYNC, (json: Json) => void (json["colour"] = "red"), "colour"],
    [
      "an unknown key deep down",
      ASYNC,
      (json: Json) => void (part(json, "property")["colour"] = "red"),
      "property.colour",
    ],
    ["a missing key", ASYNC, (json: Json) => void delete json["title"], "title"],
    ["an empty text", ASYNC, (json: Json) => void (json["title"] = ""), "title"],
    ["bad hex", ASYNC, (json: Json) => void (list(json, "cpuid")[0]!["leaf"] = "0x4000001"), "cpuid.0.leaf"],
    [
      "upper-case hex",
      ASYNC,
      (json: Json) => void (list(json, "reports")[0]!["leaf"] = "0x4000000A"),
      "reports.0.leaf",
    ],
    ["a number for a word", ASYNC, (json: Json) => void (list(json, "cpuid")[0]!["leaf"] = 0x40000001), "cpuid.0.leaf"],
    ["bit 32", ASYNC, (json: Json) => void (list(json, "cpuid")[0]!["bits"] = [32]), "cpuid.0.bits.0"],
    [
      "a version with a word",
      ASYNC,
      (json: Json) => void (list(json, "reports")[0]!["since"] = "5.8-rc1"),
      "reports.0.since",
    ],
    ["an untraced end", ASYNC, (json: Json) => void (list(json, "reports")[0]!["until"] = "<=6.0"), "reports.0.until"],
    [
      "an unknown confidence",
      ASYNC,
      (json: Json) => void (list(part(json, "evidence"), "reports")[0]!["confidence"] = "sure"),
      "evidence.reports.0.confidence",
    ],
    [
      "an empty list of evidence",
      ASYNC,
      (json: Json) => void (part(json, "evidence")["reports"] = []),
      "evidence.reports",
    ],
    [
      "an unknown register",
      ASYNC,
      (json: Json) => void (list(json, "cpuid")[0]!["register"] = "eip"),
      "cpuid.0.register",
    ],
  ])("%s", (_, file, change, path) => {
    const [first, ...others] = issuesOf(planted(file, change));
    expect(others).toEqual([]);
    expect(first?.rule).toMatch(/^schema:/);
    expect(first?.where).toBe(`${file}: ${path}`);
    expect(first?.message.length).toBeGreaterThan(0);
  });

  it("says what a word should look like", () => {
    const [issue] = issuesOf(planted(ASYNC, (json) => void (list(json, "cpuid")[0]!["leaf"] = "4000001")));
    expect(issue?.message).toBe("a word is 0x and eight lower-case hex digits");
  });

  it("collects the issues of all files", () => {
    const two = new Map([...texts, [ASYNC, "{}"], [IPI, "[]"]]);
    const files = new Set(issuesOf(two).map((row) => row.where?.split(":")[0]));
    expect(files).toEqual(new Set([ASYNC, IPI]));
  });
});

describe("files", () => {
  it("broken JSON", () => {
    const [first, ...others] = issuesOf(new Map([...texts, [ASYNC, '{"id": "kvm-asyncpf-int",']]));
    expect([first?.rule, first?.where, others]).toEqual(["json", ASYNC, []]);
  });

  it.each([
    "index.json",
    "hosts/linux.json",
    "releases/qemu.json",
    MESSAGES,
    "releases/libvirt.json",
    "cpuid/flags.json",
    "cpuid/leaves.json",
  ])("a missing %s", (file) => {
    const issues = issuesOf(new Map([...texts].filter(([name]) => name !== file)));
    expect(issues.map((row) => row.rule)).toEqual(["missing-file"]);
    expect(new RegExp(issues[0]?.where?.slice(1, -1) ?? "nothing").test(file)).toBe(true);
  });

  it("an empty catalogue lacks them all, and throws nothing", () => {
    expect(new Set(issuesOf(new Map()).map((row) => row.rule))).toEqual(new Set(["missing-file"]));
  });

  it("a name that is not the id", () => {
    // The changelog names the file that is gone, and may say so too.
    const references = (files: ReadonlyMap<string, string>) => places(files).filter(([rule]) => rule === "references");
    const moved = new Map([...texts, ["features/hyperv/kvm-asyncpf-int.json", texts.get(ASYNC) ?? ""]]);
    moved.delete(ASYNC);
    expect(references(moved)).toEqual([["references", "features/hyperv/kvm-asyncpf-int.json"]]);
    const board = new Map([...texts, ["machines/q35.json", texts.get("machines/pc-q35.json") ?? ""]]);
    board.delete("machines/pc-q35.json");
    expect(references(board)).toEqual([["references", "machines/q35.json"]]);
  });
});

describe("the checks", () => {
  it("have names of their own, and say what they look at", () => {
    const names = CHECKS.map((check) => check.name);
    expect(new Set(names).size).toBe(names.length);
    expect(CHECKS.filter((check) => check.scope === "")).toEqual([]);
  });
});
