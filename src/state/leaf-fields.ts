// The numbers and characters of a register: what they are, which property holds them, and the selection with another value.
import { parseU32, u32, wordText, type U32 } from "#base/u32.ts";
import { fail, ok, type Result } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import { withOverride } from "#engine/overrides.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { leafRow, unpredictedRegisters, type LeafEntry } from "./leaves.ts";
import { selectResolved } from "./selectors.ts";

export interface LeafField {
  readonly name: string;
  readonly meaning: string | undefined;
  readonly kind: "text" | "number";
  readonly bits: readonly [high: number, low: number];
  /** The value as shown: characters, or a number in decimal, or hex where it is large. */
  readonly value: string;
  /** The property that holds the whole value, with the value as one would write it. */
  readonly edit: { readonly property: string; readonly current: string; readonly expects: string } | undefined;
}

type Row = NonNullable<ReturnType<typeof leafRow>>;
type RowField = Row["fields"][number];

const UPPER = /, upper part$/;
const BLANK = /reserved|unused|not used/;
/** Texts that QEMU takes only so long. `vendor` has to be exactly that long (x86_cpuid_set_vendor). */
const TEXT_LENGTH: Readonly<Record<string, number>> = { vendor: 12, "hv-vendor-id": 12, "model-id": 48 };
/** Family and model stand in two parts of one word, so that they are larger than the bits of either. */
const LARGEST: Readonly<Record<string, number>> = { family: 0xff + 0xf, model: 0xff };
const XEN_VERSION = "xen-version";

/** The fields of a register, highest bits first, without reserved ones. */
export function leafFields(
  catalog: Catalog,
  selection: Selection,
  entry: LeafEntry,
  register: Register,
): readonly LeafField[] {
  const resolved = selectResolved(catalog, selection);
  const row = leafRow(catalog, resolved, entry.leaf, entry.subleaf);
  const leaf = resolved.leaves.find((other) => other.leaf === entry.leaf && other.subleaf === entry.subleaf);
  if (unpredictedRegisters(catalog, resolved, entry.leaf, entry.subleaf).includes(register)) return [];
  const word = leaf?.[register] ?? 0;
  const fields = row?.fields.filter((field) => field.register === register && isShown(field)) ?? [];
  return fields.map((field): LeafField => {
    const value = field.kind === "text" ? wordText(word) : numberText(fieldNumber(word, field));
    const property = row && propertyOf(catalog, row, field);
    return {
      name: field.name,
      meaning: field.meaning,
      kind: field.kind === "text" ? "text" : "number",
      bits: field.bits,
      value,
      edit:
        row && property !== undefined ? editOf(catalog, resolved, entry, { row, field, property, value }) : undefined,
    };
  });
}

const isShown = ({ name, kind }: RowField): boolean => kind !== "bit" && !BLANK.test(name) && !UPPER.test(name);

const numberText = (value: U32): string => (value >= 0x10000 ? `0x${value.toString(16)}` : String(value));

function fieldNumber(word: U32, { bits: [high, low], property }: RowField): U32 {
  const part = (from: number, to: number): U32 =>
    to - from === 31 ? word : (word >>> from) & (2 ** (to - from + 1) - 1);
  if (property === "family") return part(8, 11) + part(20, 27);
  if (property === "model") return part(4, 7) + part(16, 19) * 16;
  return part(low, high);
}

/** The property of a field: the feature whose value stands there, else what the leaf's row says. */
function propertyOf(catalog: Catalog, row: Row, field: RowField): string | undefined {
  const feature = catalog.features.find((candidate) =>
    candidate.cpuid.some(
      (place) =>
        place.by === "value" &&
        candidate.family === row.family &&
        place.leaf === row.leaf &&
        place.register === field.register &&
        place.field?.[0] === field.bits[0] &&
        place.field[1] === field.bits[1],
    ),
  );
  return feature?.property?.scope === "cpu" ? feature.property.name : field.property;
}

interface Edited {
  readonly row: Row;
  readonly field: RowField;
  readonly property: string;
  readonly value: string;
}

/** A text over several registers is edited as one, at the first of them. */
function editOf(
  catalog: Catalog,
  resolved: ResolvedVm,
  entry: LeafEntry,
  { row, field, property, value }: Edited,
): LeafField["edit"] {
  if (property === XEN_VERSION) {
    if (field.name !== "major version") return undefined;
    const word = resolved.leaves.find((other) => other.leaf === entry.leaf)?.eax ?? 0;
    return { property, current: `${word >>> 16}.${word & 0xffff}`, expects: "a version such as 4.17" };
  }
  if (field.kind !== "text") return { property, current: value, expects: `0 to ${largest(field, property)}` };
  const texts = row.fields.filter((other) => other.kind === "text");
  if (texts[0]?.register !== field.register || entry.leaf === 0x80000003 || entry.leaf === 0x80000004) return undefined;
  const length = TEXT_LENGTH[property] ?? 4;
  const expects = property === "vendor" ? `exactly ${length} characters` : `up to ${length} characters`;
  return { property, current: wholeText(catalog, resolved, entry, property), expects };
}

const largest = ({ bits: [high, low] }: RowField, property: string): number =>
  LARGEST[property] ?? 2 ** (high - low + 1) - 1;

function wholeText(catalog: Catalog, resolved: ResolvedVm, entry: LeafEntry, property: string): string {
  const leaves = property === "model-id" ? [0x80000002, 0x80000003, 0x80000004] : [entry.leaf];
  return leaves
    .flatMap((number) => {
      const leaf = resolved.leaves.find((other) => other.leaf === number && other.subleaf === 0);
      const texts = leafRow(catalog, resolved, number)?.fields.filter((field) => field.kind === "text") ?? [];
      return texts.map((field) => wordText(leaf?.[field.register] ?? 0));
    })
    .join("");
}

const refused = (where: string, message: string): Result<never> => fail({ rule: "field-value", where, message });

/** The selection with another value in a field; says what is wrong with one that cannot stand there. */
export function withField(
  catalog: Catalog,
  selection: Selection,
  field: LeafField,
  written: string,
): Result<Selection> {
  const property = field.edit?.property;
  if (property === undefined) return refused(field.name, "Nothing sets this field.");
  if (written === field.edit?.current) return ok(selection);
  if (property === XEN_VERSION) return withXenVersion(selection, written);
  const wrong = field.kind === "text" ? wrongText(property, written) : wrongNumber(field, written);
  if (wrong !== undefined) return refused(property, wrong);
  const bare = withOverride(selection, undefined, [property, property.replaceAll("-", "_")]);
  const next = withOverride(bare, { property, form: "value", value: written.trim() }, [property]);
  const before = new Set(selectResolved(catalog, selection).problems.map((problem) => problem.text));
  const refusal = resolveVm(catalog, next).problems.find(
    (problem) => problem.severity === "error" && !before.has(problem.text),
  );
  return refusal ? refused(property, refusal.text) : ok(next);
}

function withXenVersion(selection: Selection, written: string): Result<Selection> {
  const [, major = "", minor = ""] = /^(\d+)\.(\d+)$/.exec(written.trim()) ?? [];
  if (major === "" || Number(major) > 0xffff || Number(minor) > 0xffff)
    return refused(XEN_VERSION, "A Xen version is two numbers with a dot between them, such as 4.17.");
  return ok({ ...selection, xenVersion: u32(Number(major) * 0x10000 + Number(minor)) });
}

function wrongText(property: string, written: string): string | undefined {
  const length = TEXT_LENGTH[property] ?? 4;
  if (!/^[\x20-\x7e]*$/.test(written)) return "Only plain ASCII characters can stand in a register.";
  if (property === "vendor" && written.length !== length)
    return `QEMU takes a vendor of exactly ${length} characters; this has ${written.length}.`;
  return written.length > length ? `Only ${length} characters have room; this has ${written.length}.` : undefined;
}

function wrongNumber({ edit, bits: [high, low] }: LeafField, written: string): string | undefined {
  const value = parseU32(written);
  if (value === undefined) return "Write a number: decimal, or hexadecimal with 0x in front.";
  const limit = LARGEST[edit?.property ?? ""] ?? 2 ** (high - low + 1) - 1;
  return value > limit ? `The field has room for 0 to ${limit}.` : undefined;
}
