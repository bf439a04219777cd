// Whether a QEMU knows an ordinary CPU flag: its release's history upstream, and what nobody knows of other builds.
import { compareVersions, version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { basePlatform } from "./host.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Tri } from "./resolved.ts";
import type { HostSelection } from "./selection.ts";

/** Who built a QEMU: nobody but upstream, a distribution, or one that takes many changes which nobody listed. */
export type QemuBuild = "upstream" | "packaged" | "opaque";

/** Whose build the host's QEMU is; a release given beside the platform is upstream's. */
export function qemuBuild(catalog: Catalog, host: HostSelection): QemuBuild {
  const platform = basePlatform(catalog, host.platform);
  if (!platform || (host.qemu !== undefined && host.qemu !== platform.qemu)) return "upstream";
  return platform.opaqueBackports ? "opaque" : "packaged";
}

interface NameRange {
  readonly name: string;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * Whether this QEMU has a name of `cpuid/flags.json`.
 * @returns `unknown` where a stable series or a distribution may have taken a later name over.
 */
export function knowsName(catalog: Catalog, qemu: QemuRelease, build: QemuBuild, row: NameRange): Tri {
  if (qemu.has(row)) return "yes";
  if (qemu.has({ since: row.since })) return "no";
  if (build === "opaque") return "unknown";
  const mayHave = catalog.flags.backported.some(
    ({ names, series }) =>
      names.includes(row.name) && (build === "packaged" || series.some((text) => isOfSeries(qemu, text))),
  );
  return mayHave ? "unknown" : "no";
}

/** True for the point releases of a series and for a release given as the series alone: 2.11 and 2.11.1, but not 2.11.0. */
function isOfSeries({ version: at }: QemuRelease, text: string): boolean {
  const series = version(text);
  return compareVersions(at.slice(0, series.length), series) === 0 && at[series.length] !== 0;
}

/** The same for a flag by its own name; a name that the catalogue lacks is unknown. */
export function knowsFlag(catalog: Catalog, qemu: QemuRelease, build: QemuBuild, name: string): Tri {
  const word = catalog.flags.words.find((row) => Object.values(row.flags).includes(name));
  return word ? knowsName(catalog, qemu, build, { name, since: word.since?.[name] }) : "unknown";
}
