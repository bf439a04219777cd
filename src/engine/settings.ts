// Number settings in force: what was assigned, else this QEMU release's own default from the catalogue.
import type { U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Assignments } from "./properties.ts";
import type { QemuRelease } from "./qemu-release.ts";
import { wordValue } from "./values.ts";

export interface SettingContext {
  readonly catalog: Catalog;
  readonly qemu: QemuRelease;
  readonly assignments: Assignments;
}

const defaultsMemo = new WeakMap<QemuRelease, ReadonlyMap<string, string>>();

/** Every property default of a release, by feature id. */
function defaultsOf(catalog: Catalog, qemu: QemuRelease): ReadonlyMap<string, string> {
  const found = defaultsMemo.get(qemu);
  if (found) return found;
  const defaults = new Map<string, string>();
  for (const feature of catalog.features) {
    const value = feature.property?.defaults?.filter((row) => qemu.has({ since: row.since })).at(-1)?.value;
    if (value !== undefined) defaults.set(feature.id, value);
  }
  defaultsMemo.set(qemu, defaults);
  return defaults;
}

/** QEMU's own default for a feature's property on this release, as written in the catalogue; undefined when it has none. */
export const defaultSetting = (catalog: Catalog, qemu: QemuRelease, id: string): string | undefined =>
  defaultsOf(catalog, qemu).get(id);

/** The value of a number setting, 0 when nobody sets it and it has no default. */
export function settingValue({ catalog, qemu, assignments }: SettingContext, id: string): U32 {
  const name = catalog.featureById.get(id)?.property?.name ?? id;
  return wordValue(assignments.get(name)?.value ?? defaultSetting(catalog, qemu, id) ?? "0");
}
