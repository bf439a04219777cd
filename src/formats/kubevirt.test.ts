// KubeVirt's documents against the fields that its API has at each release (public/catalog/observed/kubevirt-fields.json).
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { compareVersions, version } from "#base/version.ts";
import { realCatalog } from "#testing/catalog.ts";
import { drawnSelection, everyProfile } from "#testing/snippets.ts";
import { readCatalog } from "../../tools/read-catalog.ts";
import { FORMATS } from "./index.ts";

interface Span {
  readonly since: string;
  readonly until?: string;
}

type Type = string | readonly [string];

interface Schema {
  readonly releases: readonly string[];
  readonly roots: Readonly<Record<string, Span & { readonly type: string }>>;
  readonly required: Readonly<Record<string, Readonly<Record<string, readonly Span[]>>>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, readonly (Span & { readonly type: Type })[]>>>>;
}

const catalog = realCatalog();
const schema = JSON.parse(readCatalog().get("observed/kubevirt-fields.json") ?? "") as Schema;
const newest = schema.releases.at(-1)!;
const header = { date: "2026-11-28", catalogVersion: "1", targets: "x", permalink: "y" };
const layer = catalog.layers.find((row) => row.layer === "kubevirt")!;

const holds = (release: string, { since, until }: Span): boolean =>
  compareVersions(version(release), version(since)) >= 0 &&
  (until === undefined || compareVersions(version(release), version(until)) < 0);

/** What the schema of a release has against a value of a type. */
function objections(release: string, type: string, value: unknown, at: string): string[] {
  const fields = schema.types[type];
  if (fields === undefined) {
    const plain = typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
    return ["object", "any"].includes(type) || plain === type || type.includes(".")
      ? []
      : [`${at}: ${plain}, not ${type}`];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at}: no object`];
  const required = Object.entries(schema.required[type] ?? {}).filter(([, spans]) =>
    spans.some((span) => holds(release, span)),
  );
  return [
    ...required.filter(([name]) => !(name in value)).map(([name]) => `${at}: no ${name}`),
    ...Object.entries(value).flatMap(([name, below]) => {
      const field = fields[name]?.find((row) => holds(release, row));
      return fieldObjections(release, field?.type, below, `${at}.${name}`);
    }),
  ];
}

function fieldObjections(release: string, type: Type | undefined, value: unknown, at: string): string[] {
  if (type === undefined) return [`${at}: unknown field`];
  if (typeof type === "string") return objections(release, type, value, at);
  return Array.isArray(value)
    ? value.flatMap((item) => objections(release, type[0], item, `${at}[]`))
    : [`${at}: no list`];
}

/** What a release has against a printed text. */
function textObjections(release: string, text: string): string[] {
  return parseAllDocuments(text).flatMap((document) => {
    const { apiVersion, kind, spec } = document.toJS() as Record<string, string>;
    const root = schema.roots[`${apiVersion} ${kind}`];
    const errors = document.errors.map(({ message }) => message);
    if (!root || !holds(release, root)) return [...errors, `no ${apiVersion} ${kind}`];
    return [...errors, ...objections(release, root.type, spec, "spec")];
  });
}

/** From when on there is a document at all: the first domain of today's shape, and the first instance types of v1beta1. */
const FIRST = { "kubevirt-vmi": "0.2.0", "kubevirt-preference": "1.0.0" } as const;

describe.each(["kubevirt-vmi", "kubevirt-preference"] as const)("%s", (id) => {
  const { print } = FORMATS.find((row) => row.id === id)!;
  const releases = schema.releases.filter((release) => holds(release, { since: FIRST[id] }));

  test("has only fields of the release that it is written for, with their types", () => {
    const used = new Set<string>();
    fc.assert(
      fc.property(drawnSelection(catalog), fc.constantFrom(undefined, ...releases), (chosen, release) => {
        const { text, said } = print(catalog, chosen, header, release);
        for (const { how } of said) used.add(how ?? "");
        expect(textObjections(release ?? newest, text)).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect([...used]).toContain("features.hyperv.synic");
  });

  test("has them for every profile", () => {
    for (const { name, selection } of everyProfile(catalog))
      for (const release of [newest, releases[0]!])
        expect({ name, found: textObjections(release, print(catalog, selection, header, release).text) }).toEqual({
          name,
          found: [],
        });
  });
});

test("unknown fields, other types, missing fields and APIs of other releases are seen", () => {
  const at = (release: string, yaml: string): string[] => textObjections(release, yaml);
  const vmi = (domain: string): string =>
    `apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nspec: {domain: ${domain}}`;
  expect(at("1.8.0", vmi("{devices: {}, features: {hyperv: {avic: {}}}}"))).toEqual([
    "spec.domain.features.hyperv.avic: unknown field",
  ]);
  expect(at("1.8.0", vmi("{devices: {}, cpu: {cores: many}}"))).toEqual(["spec.domain.cpu.cores: string, not integer"]);
  expect(at("1.8.0", vmi("{}"))).toEqual(["spec.domain: no devices"]);
  expect(at("0.36.0", vmi("{devices: {}}"))).toEqual(["no kubevirt.io/v1 VirtualMachineInstance"]);
  expect(at("1.2.0", vmi("{devices: {}, features: {hypervPassthrough: {}}}"))).not.toEqual([]);
});

/** First release with a field below spec.domain, a type that changed its name on the way included. */
function sinceOf(path: readonly string[]): string | undefined {
  let type: Type | undefined = "v1.DomainSpec";
  let since: string | undefined = undefined;
  for (const name of path) {
    const rows: readonly (Span & { readonly type: Type })[] = schema.types[String(type)]?.[name] ?? [];
    since = rows[0]?.since;
    type = rows.at(-1)?.type;
  }
  return since;
}

test("the layer's first releases are those of the API description", () => {
  const rows = [
    ...layer.rows,
    // Instance types have an API of their own.
    ...layer.settings.filter(
      ({ setting, of }) => !["api", "preference", "arguments"].includes(setting) && of !== "instancetype",
    ),
  ].filter(({ name, since }) => name !== null && since !== null);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.map(({ name, since }) => [name, since])).toEqual(
    rows.map(({ name }) => [name, sinceOf(name!.split("."))]),
  );
});
