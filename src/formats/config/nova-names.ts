// Nova's own words, read out of the catalogue's layer: properties of images and flavors, and settings of nova.conf.
import { remembered } from "#base/remembered.ts";
import type { BundledLayer } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { openTarget } from "../layer-target.ts";
import { switchBrings } from "../machine-switch.ts";

type Setting = BundledLayer["settings"][number];

/** What a name stands for. */
export type NovaRole =
  | "guest"
  | "hide"
  | "machine"
  | "timer"
  | "pinned"
  | "models"
  | "mode"
  | "flags"
  | "accel"
  /** A property of another subject: it shows where properties stand. */
  | "other";

export interface NovaNames {
  readonly roles: ReadonlyMap<string, NovaRole>;
  /** The names of a role, the usual one first. */
  readonly namesOf: (role: NovaRole) => readonly string[];
  /** What Windows brings along, and with the hypervisor hidden besides. */
  readonly windows: readonly Brought[];
  readonly hiddenWindows: readonly Brought[];
  /** Any property of images and flavors, and the settings of nova.conf that are known. */
  readonly pair: RegExp;
}

export interface Brought {
  readonly property: string;
  readonly value: string;
}

/** Nova's rows call the switch for Windows so. */
const WINDOWS = "os_type=windows";

const ROLES: Readonly<Partial<Record<Setting["setting"], NovaRole>>> = {
  machine: "machine",
  timer: "timer",
  pinned: "pinned",
  accel: "accel",
  "cpu-flags": "flags",
};

/** The names in a catalogue. */
export const novaNames = remembered(openNames);

function openNames(catalog: Catalog): NovaNames {
  const target = openTarget(catalog, "nova");
  const { rows, settings } = target.layer;
  const hides = rows.filter(({ features }) => features.includes("kvm"));
  const roles = new Map<string, NovaRole>([
    [WINDOWS.split("=")[0] ?? "", "guest"],
    ...hides.flatMap(({ name }) => (name ?? "").split(", ").map((one) => [one, "hide"] as const)),
    ...settings.flatMap((row) => {
      const role = roleOf(row);
      return role === undefined || row.name === null ? [] : [[row.name, role] as const];
    }),
  ]);
  const namesOf = (role: NovaRole): string[] => [...roles].flatMap(([name, one]) => (one === role ? [name] : []));
  const brought = (isIt: (name: string | null) => boolean): readonly Brought[] =>
    switchBrings(catalog, target, ({ name }) => isIt(name)).map(({ feature, row }) => ({
      property: feature.property?.name ?? feature.id,
      value: row.value ?? "on",
    }));
  const hide = new Set(namesOf("hide"));
  return {
    roles,
    namesOf,
    windows: brought((name) => name === WINDOWS),
    hiddenWindows: brought((name) => (name ?? "").split(", ").some((one) => hide.has(one))).filter(
      ({ property }) => property !== "kvm",
    ),
    pair: pairPattern([...roles.keys()]),
  };
}

function roleOf({ setting, name, of }: Setting): NovaRole | undefined {
  if (setting === "cpu" || (setting === "cpu-mode" && of !== undefined)) return "models";
  if (setting === "cpu-mode") return "mode";
  return name?.startsWith("--") === true ? undefined : ROLES[setting];
}

/** A name, perhaps quoted, `=`, `:` or the bar of a table, and a value, perhaps quoted. */
function pairPattern(names: readonly string[]): RegExp {
  const known = names.toSorted((a, b) => b.length - a.length).join("|");
  return new RegExp(
    String.raw`(?<![\w:.$-])(?<name>${known}|(?:hw|os|img)_\w+|hw:\w+)(?<close>["']?)(?<gap>[ \t]{0,40}[=:|][ \t]{0,40})` +
      String.raw`(?:"(?<double>[^"\n]{0,500})"|'(?<single>[^'\n]{0,500})'|(?<bare>[^\s'",|{}\[\]();]{1,200}))`,
    "g",
  );
}
