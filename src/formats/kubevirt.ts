// KubeVirt: a VirtualMachineInstance, or an instance type with a preference. Its API has a field for each feature that it knows.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, sortFates } from "./choices.ts";
import { kubevirtFields, type Field } from "./kubevirt-fields.ts";
import { isObstacle, knownSetting, needsLine, openTarget, type Target } from "./layer-target.ts";
import {
  hashComment,
  headerLines,
  remarkLines,
  type LeftOut,
  type Said,
  type Snippet,
  type SnippetHeader,
} from "./snippet.ts";
import { printYaml, putAt, type Data } from "./yaml.ts";

type Tree = Readonly<Record<string, Data>>;

interface Fields {
  readonly target: Target;
  readonly fields: readonly Field[];
  readonly said: readonly Said[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}

function fieldsOf(catalog: Catalog, selection: Selection, release: string | undefined, isPreference = false): Fields {
  const target = openTarget(catalog, "kubevirt", release);
  const rows = kubevirtFields(catalog, selection, target, choicesOf(catalog, selection));
  const { said, leftOut } = sortFates(
    catalog,
    selection,
    rows.map(({ fate }) => fate),
  );
  const own = target.layer.settings.filter(({ setting }) => isPreference && setting === "preference");
  const needs = needsLine(
    target,
    [...said, ...own].map(({ since }) => since),
  );
  const remarks = rows.flatMap(({ note }) => note ?? []);
  const model =
    selection.cpu === "" ? ["Without a CPU model KubeVirt takes the one of its cluster, by default host-model."] : [];
  return {
    target,
    fields: rows.flatMap(({ fields }) => fields),
    said,
    leftOut,
    notes: [...new Set([target.line, ...(needs === undefined ? [] : [needs]), ...remarks, ...model])],
  };
}

const APIC: Tree = { acpi: {}, apic: {} };
const MEMORY = "2Gi";
const INSTANCE = "VirtualMachineInstance";

/** A virtual machine instance without disks. */
export function printKubevirtInstance(
  catalog: Catalog,
  selection: Selection,
  header: SnippetHeader,
  release?: string,
): Snippet {
  const { target, fields, said, leftOut, notes } = fieldsOf(catalog, selection, release);
  const start: Tree = { features: APIC };
  const domain = fields.reduce((tree, { path, value }) => putAt(tree, path, value), start);
  const document = {
    ...apiOf(target),
    metadata: { name: "flipbit" },
    spec: { domain: { ...withClock(domain), resources: { requests: { memory: MEMORY } }, devices: {} } },
  };
  return finish(header, [document], "flipbit-vmi.yaml", { said, leftOut, notes });
}

/** The version of the API and the kind that this release serves, and the newest where nothing is known of it. */
function apiOf(target: Target): { readonly apiVersion: string; readonly kind: string } {
  const known = knownSetting(target, "api", INSTANCE);
  const [apiVersion = "", kind = ""] = (isObstacle(known) ? undefined : known.name)?.split(" ") ?? [];
  return kind === "" ? { apiVersion: "kubevirt.io/v1", kind: INSTANCE } : { apiVersion, kind };
}

/** A clock with timers and no offset would be refused by nobody, but says less than it should. */
const withClock = (domain: Tree): Tree =>
  "clock" in domain && typeof domain["clock"] === "object"
    ? { ...domain, clock: { utc: {}, ...domain["clock"] } }
    : domain;

/** An instance type for CPU and memory, and a preference for all else that a preference has a field for. */
export function printKubevirtPreference(
  catalog: Catalog,
  selection: Selection,
  header: SnippetHeader,
  release?: string,
): Snippet {
  const { target, fields, said, leftOut, notes } = fieldsOf(catalog, selection, release, true);
  const api = "instancetype.kubevirt.io/v1beta1";
  const cpu = fields.find(({ path }) => path.join(".") === "cpu.model")?.value;
  const guest = selection.vcpus ?? 1;
  const instance = {
    apiVersion: api,
    kind: "VirtualMachineInstancetype",
    metadata: { name: "flipbit" },
    spec: { cpu: { guest, ...(cpu !== undefined && { model: cpu }) }, memory: { guest: MEMORY } },
  };
  const lost: LeftOut[] = [];
  let spec: Tree = {};
  for (const { property, path, value } of fields.filter(({ path }) => path[0] !== "cpu" || path[1] === "features")) {
    const preferred = preferredPath(target, path);
    if (preferred === undefined) {
      lost.push({ property, reason: `a preference has no field for ${path.join(".")}`, kind: "never" });
    } else if (typeof preferred === "string") lost.push({ property, reason: preferred, kind: "later" });
    else spec = putAt(spec, preferred, value);
  }
  const preference = { apiVersion: api, kind: "VirtualMachinePreference", metadata: { name: "flipbit" }, spec };
  const gone = new Set(lost.map(({ property }) => property));
  const rest = said.filter(({ property }) => !gone.has(property));
  return finish(header, [instance, preference], "flipbit-preference.yaml", {
    said: rest,
    leftOut: [
      ...leftOut,
      ...lost.filter(({ property }, at) => lost.findIndex((row) => row.property === property) === at),
    ],
    notes,
  });
}

/** The field of a preference for a field of an instance; a text says since when, undefined that there is none. */
function preferredPath(target: Target, path: readonly string[]): readonly string[] | string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const of = path.slice(0, length).join(".");
    if (!target.layer.settings.some((row) => row.setting === "preference" && row.of === of)) continue;
    const known = knownSetting(target, "preference", of);
    return isObstacle(known) ? known.reason : [...(known.name ?? "").split("."), ...path.slice(length)];
  }
  return undefined;
}

function finish(
  header: SnippetHeader,
  documents: readonly Data[],
  fileName: string,
  rest: Pick<Snippet, "said" | "leftOut" | "notes">,
): Snippet {
  const comment = hashComment([...headerLines(header), ...remarkLines(rest)]);
  const text = `${comment}\n${documents.map((document) => printYaml(document)).join("---\n")}`;
  return { text, fileName, mediaType: "application/yaml", ...rest };
}
