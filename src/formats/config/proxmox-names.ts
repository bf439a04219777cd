// Proxmox VE's own words, read out of the catalogue's layer: keys, flags, guest systems, CPU models, and what each brings along.
import { compareVersions, version } from "#base/version.ts";
import { remembered } from "#base/remembered.ts";
import type { BundledFeature, BundledLayer } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { isMachineSince } from "../layer-target.ts";

type Row = BundledLayer["rows"][number];
type Setting = BundledLayer["settings"][number];

export interface ProxmoxGuest {
  readonly guest: "linux" | "windows";
  /** As the layer counts Windows; unset for Linux. */
  readonly version?: string | undefined;
  /** A setting with which the guest brings nothing along, e.g. `bios: ovmf`. */
  readonly unless?: string | undefined;
}

export interface ProxmoxNames {
  /** Guest systems by the value of ostype. */
  readonly guests: ReadonlyMap<string, ProxmoxGuest>;
  /** Its own CPU models: what it hands to QEMU behind -cpu. */
  readonly models: ReadonlyMap<string, string>;
  /** The CPU model where nothing is said. */
  readonly defaultModel: string;
  /** Names that a machine may have in its list of flags. */
  readonly flags: ReadonlySet<string>;
  /** Parts of the cpu setting that are a feature, e.g. hv-vendor-id. */
  readonly parts: ReadonlyMap<string, BundledFeature>;
  /** Parts of the machine setting that choose an interrupt chip. */
  readonly irqchips: ReadonlyMap<string, string>;
  /** What comes by itself for a guest and a machine type. */
  readonly brings: (guest: ProxmoxGuest | undefined, machine: string) => readonly Brought[];
  /** What a Windows guest gets with a graphics card as its first screen. */
  readonly withScreen: readonly Brought[];
  /** Timers that are always off for this guest. */
  readonly timersOff: (guest: ProxmoxGuest | undefined) => readonly string[];
}

export interface Brought {
  readonly property: string;
  readonly value: string;
  /** True for what stands behind a plus. */
  readonly isSigned: boolean;
}

/** The names in a catalogue. */
export const proxmoxNames = remembered(openNames);

function openNames(catalog: Catalog): ProxmoxNames {
  const layer = catalog.layers.find((row) => row.layer === "proxmox");
  const { rows = [], settings = [] } = layer ?? {};
  const of = (kind: Setting["setting"]): readonly Setting[] => settings.filter(({ setting }) => setting === kind);
  const cpus = of("cpu").filter((row) => row.of !== undefined);
  const propertyOf = (id: string): string => catalog.featureById.get(id)?.property?.name ?? id;
  return {
    guests: new Map(
      (["windows", "linux"] as const).flatMap((guest) =>
        of(guest).flatMap(({ name, of: number, unless }) =>
          name === null ? [] : [[wordOf(name), { guest, version: number, unless }] as const],
        ),
      ),
    ),
    models: new Map(cpus.flatMap(({ name, of: model = "" }) => (name === null ? [] : [[name, model] as const]))),
    defaultModel: cpus.find(({ name }) => name === null)?.of ?? "",
    flags: new Set([
      ...of("cpu-flags").flatMap((row) => row.of ?? []),
      ...rows.flatMap(({ by, features }) => (by === "flag" ? features.map(propertyOf) : [])),
    ]),
    parts: new Map(rows.flatMap((row) => partsOf(catalog, row))),
    irqchips: new Map(
      of("kernel-irqchip").flatMap(({ name, of: value }) =>
        name === null || value === undefined ? [] : [[name, value] as const],
      ),
    ),
    brings: (guest, machine) =>
      rows
        .filter((row) => comesAlong(row, guest, machine))
        .flatMap(({ features, value = "on", by }) =>
          features.map((id): Brought => ({ property: propertyOf(id), value, isSigned: by === "always" })),
        ),
    withScreen: rows.flatMap(({ by, value, features }) =>
      by === "option" && value !== undefined
        ? features.map((id): Brought => ({ property: propertyOf(id), value, isSigned: false }))
        : [],
    ),
    timersOff: (guest) =>
      of("timer").flatMap((row) => (isGuestSince(guest, row.guest) && row.name === null ? (row.of ?? []) : [])),
  };
}

/** The value in `--ostype win11`. */
const wordOf = (name: string): string => name.split(" ").at(-1) ?? name;

function partsOf(catalog: Catalog, { by, name, features }: Row): readonly (readonly [string, BundledFeature])[] {
  const feature = catalog.featureById.get(features[0] ?? "");
  return by === "option" && name !== null && feature ? name.split(", ").map((part) => [part, feature]) : [];
}

function comesAlong(
  { by, machine: since, guest: first }: Row,
  guest: ProxmoxGuest | undefined,
  machine: string,
): boolean {
  if (isMachineSince(machine, since) === false) return false;
  return by === "always" || (by === "guest" && isGuestSince(guest, first));
}

const isGuestSince = (guest: ProxmoxGuest | undefined, since: string | undefined): boolean =>
  guest?.guest === "windows" &&
  guest.version !== undefined &&
  since !== undefined &&
  compareVersions(version(guest.version), version(since)) >= 0;
