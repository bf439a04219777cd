// Options for tests of findings: the newest host that the catalogue knows, about which nothing was told.
import { compareVersions, version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";

const newest = (rows: readonly { readonly version: string }[]): string =>
  rows.map((row) => row.version).toSorted((a, b) => compareVersions(version(b), version(a)))[0] ?? "";

/** Nothing told; single options may be. */
export const anyHost = (catalog: Catalog, told: Partial<ExplainOptions> = {}): ExplainOptions => ({
  host: {
    vendor: "intel",
    hyperv: true,
    kernel: newest(catalog.kernels),
    qemu: newest(catalog.qemu.releases),
  },
  told: { qemu: false, kernel: false, vendor: false, libvirt: false },
  vendors: [],
  wantMigration: false,
  fleet: [],
  kernelIsDownstream: false,
  ...told,
});
