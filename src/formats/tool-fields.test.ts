// What is printed for tools that were not run here, against the settings that their published source takes at each release
// (public/catalog/observed/tool-fields.json).
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { drawnSelection, everyProfile } from "#testing/snippets.ts";
import { readCatalog } from "../../tools/read-catalog.ts";
import { FORMATS, type Format } from "./index.ts";
import { obstacleOf, openTarget } from "./layer-target.ts";
import { splitShell } from "./shell-words.ts";
import { parseElement, type XmlNode } from "./xml.ts";

interface Rule {
  readonly since?: string;
  readonly until?: string;
  readonly value?: string;
  readonly pattern?: string;
}

type Fields = Readonly<Record<string, readonly Rule[]>>;
type Pair = readonly [name: string, value: string];

const catalog = realCatalog();
const { tools } = JSON.parse(readCatalog().get("observed/tool-fields.json") ?? "") as {
  tools: Readonly<Record<string, { readonly fields: Fields }>>;
};
const header = { date: "2026-11-28", catalogVersion: "1", targets: "x", permalink: "y" };

/** The words of each command of a script. */
const commands = (text: string): (readonly string[])[] =>
  text
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const words = splitShell(line);
      if (!words.ok) throw new Error(`${line}: ${words.issues[0]?.message}`);
      return words.value.map((word) => word.text);
    });

/** `a=1,b=2` as pairs; a part without a sign is the value of the setting's own key. */
const parts = (value: string, key: string): Pair[] =>
  value.split(",").map((part) => {
    const [name = "", ...rest] = part.split("=");
    return rest.length === 0 ? [key, name] : [name, rest.join("=")];
  });

function proxmoxPairs(text: string): Pair[] {
  const [words = []] = commands(text);
  expect(words.slice(0, 3)).toEqual(["qm", "set", "100"]);
  const options = words.slice(3).join("\0").split(/\0?--/).slice(1);
  return options.flatMap((option): Pair[] => {
    const [, key = "", value = ""] = /^([\w-]+)[\0=]([^]*)$/.exec(option) ?? [];
    if (key !== "cpu") return [[key, value]];
    return parts(value, "cputype").flatMap(([name, one]): Pair[] =>
      name === "flags"
        ? one.split(";").map((flag): Pair => ["cpu:flag", flag.replace(/^[+-]/, "")])
        : [[`cpu:${name}`, one]],
    );
  });
}

function novaPairs(text: string): Pair[] {
  const image = commands(text).flatMap((words) =>
    words.flatMap((word, at): Pair[] => {
      const [name = "", ...rest] = word.split("=");
      return words[at - 1] === "--property" ? [[`image:${name}`, rest.join("=")]] : [];
    }),
  );
  const node = [...text.matchAll(/^# (\w+) = (.*)$/gm)].map(([, name, value = ""]): Pair => [`libvirt:${name}`, value]);
  return [...image, ...node];
}

const leaves = (node: XmlNode, path: readonly string[]): Pair[] =>
  node.children.length === 0
    ? [[path.join("."), node.text ?? ""]]
    : node.children.flatMap((child) => leaves(child, [...path, child.name]));

const ovirtPairs = (text: string): Pair[] => leaves(parseElement(text), []).filter(([name]) => name !== "");

function cloudHypervisorPairs(text: string): Pair[] {
  const [words = []] = commands(text);
  return words.flatMap((word, at): Pair[] => {
    if (!word.startsWith("--")) return [];
    const value = words[at + 1] ?? "";
    return value.includes("=")
      ? parts(value, "").map(([name, one]): Pair => [`${word} ${name}`, one])
      : [[word, value]];
  });
}

const READERS: Readonly<Record<string, (text: string) => Pair[]>> = {
  proxmox: proxmoxPairs,
  nova: novaPairs,
  ovirt: ovirtPairs,
  "cloud-hypervisor": cloudHypervisorPairs,
};

/** What a tool at a release has against a text; what the text itself says of a value is no objection. */
function objections(id: string, text: string, release: string | undefined): string[] {
  const target = openTarget(catalog, id, release);
  const fields = tools[id]!.fields;
  return READERS[id]!(text).flatMap(([name, value]) => {
    const rules = (fields[name] ?? []).filter(
      (rule) => obstacleOf(target, { ...rule, since: rule.since ?? "<=0" }) === undefined,
    );
    if (rules.length === 0) return [`no ${name}`];
    const fits = rules.some(
      (rule) => rule.value === value || new RegExp(`^(?:${rule.pattern ?? "(?!)"})$`).test(value),
    );
    return fits || text.includes(`cpu: ${value} is not among its CPU models`) ? [] : [`${name}: ${value}`];
  });
}

describe.each(Object.keys(READERS))("%s", (id) => {
  const format: Format = FORMATS.find((row) => row.id === id)!;
  const releases = [undefined, ...catalog.layers.find(({ layer }) => layer === id)!.releases.map((row) => row.version)];
  // A virtual CPU's count behind --cpus boot= is older than all that is known of releases before 0.10.
  const usable = releases.filter((release) => release !== "0.1.0");

  test("takes every setting that is printed for it, at each of its releases", () => {
    fc.assert(
      fc.property(drawnSelection(catalog), fc.constantFrom(...usable), (chosen, release) => {
        expect(objections(id, format.print(catalog, chosen, header, release).text, release)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("takes every profile", () => {
    for (const { name, selection } of everyProfile(catalog))
      for (const release of usable)
        expect({
          name,
          release,
          found: objections(id, format.print(catalog, selection, header, release).text, release),
        }).toEqual({ name, release, found: [] });
  });
});

test("what a tool does not take is seen", () => {
  const found = (id: string, text: string, release?: string) => objections(id, text, release);
  expect(found("proxmox", "qm set 100 --ostype win12 --cpu EPYC,flags=+avx --foo 1")).toEqual([
    "ostype: win12",
    "cpu:flag: avx",
    "no foo",
  ]);
  expect(found("proxmox", "qm set 100 --ostype win11 --cpu EPYC", "6.0-2")).toEqual(["ostype: win11"]);
  expect(found("proxmox", "qm set 100 --machine pc-q35-rhel9.6.0 --cpu EPYC-Nonsense")).toHaveLength(2);
  expect(found("nova", "openstack image set --property os_type=bsd IMAGE\n# cpu_models = a", "18.0.0")).toEqual([
    "image:os_type: bsd",
    "no libvirt:cpu_models",
  ]);
  expect(found("ovirt", "<vm><os><type>dos</type></os><custom_cpu>x</custom_cpu></vm>")).toEqual([
    "os.type: dos",
    "no custom_cpu",
  ]);
  expect(found("cloud-hypervisor", "cloud-hypervisor --cpus boot=1,hyperv=on --firmware x", "15.0")).toEqual([
    "no --cpus hyperv",
    "no --firmware",
  ]);
});

test("a CPU model that Proxmox VE's list lacks is said", () => {
  const { print } = FORMATS.find(({ id }) => id === "proxmox")!;
  const of = (cpu: string, release?: string): string =>
    print(
      catalog,
      { machine: "q35", cpu, accel: "kvm", overrides: [], host: { platform: "pve-9.1", vendor: "amd", hyperv: true } },
      header,
      release,
    ).text;
  expect(of("EPYC")).not.toContain("not among");
  expect(of("EPYC-v1")).toContain("cpu: EPYC-v1 is not among its CPU models");
  expect(of("EPYC", "5.0-20")).toContain("not among");
});
