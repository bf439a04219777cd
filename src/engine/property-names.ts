// The names that a QEMU release takes behind -cpu: ordinary flags, their aliases, paravirtual features, and everything else.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { knowsName, type QemuBuild } from "./flag-releases.ts";
import type { QemuRelease } from "./qemu-release.ts";

interface Known {
  readonly name: string;
  readonly type: string;
  /** False where nobody knows whether this build has the name. */
  readonly isSure: boolean;
}

export type KnownProperty =
  | (Known & { readonly kind: "feature"; readonly feature: BundledFeature })
  | (Known & { readonly kind: "flag" | "other" });

/** What a name means to this QEMU, by where it is written. */
export interface PropertyNames {
  /** As `name=value`, where underscores are read as hyphens. */
  readonly value: (written: string) => KnownProperty | undefined;
  /** As it stands, e.g. in -global. */
  readonly exact: (written: string) => KnownProperty | undefined;
  /** Behind `+` or `-`. */
  readonly signed: (written: string) => KnownProperty | undefined;
}

const namesMemo = new WeakMap<QemuRelease, Map<string, PropertyNames>>();

/** The CPU properties of a QEMU release and build, with or without those of `max` and `host`. */
export function propertyNames(catalog: Catalog, qemu: QemuRelease, build: QemuBuild, takesAll: boolean): PropertyNames {
  const memo = namesMemo.get(qemu) ?? new Map<string, PropertyNames>();
  namesMemo.set(qemu, memo);
  const key = `${build} ${takesAll}`;
  const found = memo.get(key);
  if (found) return found;
  const names = openNames(qemu, knownNames(catalog, qemu, build, takesAll));
  memo.set(key, names);
  return names;
}

function knownNames(
  catalog: Catalog,
  qemu: QemuRelease,
  build: QemuBuild,
  takesAll: boolean,
): Map<string, KnownProperty> {
  const known = new Map<string, KnownProperty>();
  const add = (kind: "flag" | "other", row: { name: string; type: string; since?: string; until?: string }): void => {
    const answer = knowsName(catalog, qemu, build, row);
    if (answer !== "no") known.set(row.name, { kind, name: row.name, type: row.type, isSure: answer === "yes" });
  };
  for (const row of catalog.flags.properties) if (takesAll || row.models === undefined) add("other", row);
  for (const { flags, since = {} } of catalog.flags.words) {
    for (const name of Object.values(flags)) {
      const first = since[name];
      add("flag", { name, type: "bit", ...(first === undefined ? {} : { since: first }) });
    }
  }
  for (const [alias, name] of Object.entries(catalog.flags.aliases)) {
    const target = known.get(name);
    if (target) known.set(alias, target);
  }
  for (const feature of catalog.features) addFeature(known, feature, qemu);
  return known;
}

function addFeature(known: Map<string, KnownProperty>, feature: BundledFeature, qemu: QemuRelease): void {
  const property = feature.property;
  if (!property || property.scope !== "cpu" || !qemu.has(property)) return;
  const row: KnownProperty = { kind: "feature", name: property.name, type: property.type, isSure: true, feature };
  known.set(property.name, row);
  for (const alias of property.aliases) {
    // QEMU turns `_` into `-` in `name=value` only; with a sign, an underscore works where an alias is registered,
    // and only native KVM bits have such aliases (x86_cpu_initfn).
    if (!alias.includes("_") || feature.family === "kvm") known.set(alias, row);
  }
}

function openNames(qemu: QemuRelease, known: ReadonlyMap<string, KnownProperty>): PropertyNames {
  const value = (written: string): KnownProperty | undefined =>
    known.get(written.replaceAll("_", "-")) ?? known.get(written);
  const exact = (written: string): KnownProperty | undefined => known.get(written);
  if (!qemu.behaves("signs-take-bit-names")) return { value, exact, signed: exact };
  // One spelling each: QEMU's table has underscores, the properties made of it have hyphens.
  const spelledOtherwise = new Set([...known.keys()].filter((name) => name.includes("_")).map(dashed));
  return {
    value,
    exact: (written) => (written.includes("_") ? undefined : known.get(written)),
    signed: (written) => {
      const row = known.get(written);
      return row && isBit(row) && !spelledOtherwise.has(written) ? row : undefined;
    },
  };
}

const dashed = (name: string): string => name.replaceAll("_", "-");

/** A bit of the CPUID words that those releases name; Hyper-V's enlightenments were plain properties. */
const isBit = (row: KnownProperty): boolean =>
  row.type === "bit" && (row.kind !== "feature" || row.feature.family === "kvm");
