// A profile put into a pasted text: its flags in place of those for the catalogue's features, as edits of that very text.
import { applyEdits, orderEdits, type TextEdit } from "#base/text-edit.ts";
import type { BundledProfile } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { InputKind } from "#engine/explain/config.ts";
import { nameOf } from "#engine/explain/context.ts";
import type { Change } from "#engine/explain/finding.ts";
import { takeProfile, type LeftOut } from "#engine/profile.ts";
import type { HostSelection, Override } from "#engine/selection.ts";
import { codecOf, readConfig } from "./index.ts";

export interface UpgradeRequest {
  readonly profile: BundledProfile;
  readonly host: HostSelection;
  /** Which of the text's VMs. */
  readonly vm: number;
  readonly kind?: InputKind | undefined;
}

export interface Upgrade {
  /** Edits, one change a round: each round's places are those in the text after the rounds before. */
  readonly rounds: readonly (readonly TextEdit[])[];
  /** Properties that this format cannot say. */
  readonly unsaid: readonly string[];
  /** Flags of the profile that the host cannot have. */
  readonly leftOut: readonly LeftOut[];
}

const NOTHING: Upgrade = { rounds: [], unsaid: [], leftOut: [] };

/** What taking a profile would change in a text. Never throws. */
export function upgradeRounds(catalog: Catalog, text: string, request: UpgradeRequest): Upgrade {
  const { profile, host, vm } = request;
  const document = readConfig(catalog, text, request.kind);
  const config = document.vms[vm];
  const edit = codecOf(document.kind)?.edit;
  if (config === undefined || edit === undefined) return NOTHING;
  const taken = takeProfile(catalog, { ...config.vm, host }, profile);
  const rounds: (readonly TextEdit[])[] = [];
  const unsaid: string[] = [];
  let made = text;
  for (const change of changesTo(catalog, config.vm.overrides, taken.selection.overrides, profile)) {
    const now = readConfig(catalog, made, document.kind).vms[vm];
    const edits = now && edit(catalog, made, now, change);
    if (edits === undefined) unsaid.push(change.property);
    else if (edits.length > 0) {
      rounds.push(orderEdits(edits));
      made = applyEdits(made, edits);
    }
  }
  return { rounds, unsaid, leftOut: taken.leftOut };
}

type PropertyChange = Change & { readonly op: "set-property" | "remove-property" };

/** What leads from one list of flags to another; a flag of the profile that is there already stays, even if a default gives it too. */
function changesTo(
  catalog: Catalog,
  before: readonly Override[],
  after: readonly Override[],
  profile: BundledProfile,
): readonly PropertyChange[] {
  const old = settledFlags(catalog, before);
  const now = settledFlags(catalog, after);
  const meant = profile.flags.map(({ feature }) => catalog.featureById.get(feature)?.property?.name ?? feature);
  const removed = [...old].flatMap(([property, value]): PropertyChange[] =>
    now.has(property) || (meant.includes(property) && value !== "off") ? [] : [{ op: "remove-property", property }],
  );
  const set = [...now].flatMap(([property, value]): PropertyChange[] =>
    old.get(property) === value ? [] : [{ op: "set-property", property, value }],
  );
  return [...removed, ...set.toSorted((a, b) => meant.indexOf(a.property) - meant.indexOf(b.property))];
}

/** Values by QEMU's own names, as far as flags speak of properties of the catalogue's features. */
function settledFlags(catalog: Catalog, overrides: readonly Override[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (const { property, value } of overrides) {
    const name = nameOf(catalog, property);
    if (catalog.featureByProperty.has(name)) flags.set(name, plain(value));
  }
  return flags;
}

/** One spelling for each switch. */
const plain = (value: string): string =>
  /^(?:yes|true|y)$/.test(value) ? "on" : /^(?:no|false|n)$/.test(value) ? "off" : value;
