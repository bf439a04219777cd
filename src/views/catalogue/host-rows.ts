// The hosts as a list: platforms by family, then upstream kernels; and what a host's KVM has, feature by feature.
import type { BundledFeature, BundledPlatform } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { basePlatform, hostFacts } from "#engine/host.ts";
import type { Tri } from "#engine/resolved.ts";
import type { HostSelection } from "#engine/selection.ts";
import { visibleFeatures } from "#engine/verdict.ts";

export interface HostRow {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly kernel: string;
  readonly qemu: string;
  readonly libvirt: string;
  readonly released: string;
  readonly eol: string;
  readonly backports: string;
  readonly text: string;
}

function backportsText({ backports, opaqueBackports }: BundledPlatform): string {
  const listed = backports.length === 0 ? "" : `${backports.length} listed`;
  return [listed, opaqueBackports && "more unlisted"].filter(Boolean).join(", ") || "–";
}

const withText = (row: Omit<HostRow, "text">): HostRow => ({
  ...row,
  text: [row.id, row.title, row.kernel, `qemu ${row.qemu}`, `libvirt ${row.libvirt}`, row.backports]
    .join(" ")
    .toLowerCase(),
});

/** Newest first within each family. */
export function hostRows(catalog: Catalog): readonly HostRow[] {
  const platforms = catalog.platforms.toReversed().map((platform) => {
    const base = basePlatform(catalog, platform.id) ?? platform;
    return withText({
      id: platform.id,
      family: platform.family,
      title: platform.title,
      kernel: base.kernelBase ?? "",
      qemu: base.qemu ?? "",
      libvirt: base.libvirt ?? "",
      released: platform.released ?? "",
      eol: platform.eol ?? "",
      backports: backportsText(base),
    });
  });
  const kernels = catalog.kernels.toReversed().map((kernel) =>
    withText({
      id: `linux-${kernel.version}`,
      family: "linux",
      title: `Linux ${kernel.version}`,
      kernel: kernel.lts ? "long-term" : "",
      qemu: "",
      libvirt: "",
      released: kernel.released ?? "",
      eol: kernel.eol ?? "",
      backports: "–",
    }),
  );
  return [...platforms.toSorted((a, b) => a.family.localeCompare(b.family)), ...kernels];
}

/** The id of the host that a VM runs on; none for a host that answered for itself. */
export const hostId = ({ platform, kernel, measured }: HostSelection): string =>
  measured === undefined ? (platform ?? `linux-${kernel}`) : "";

/** The host of an id on an Intel machine with Hyper-V emulation: what a page about the host itself can say. */
export const hostOf = (id: string): HostSelection => ({
  vendor: "intel",
  hyperv: true,
  ...(id.startsWith("linux-") ? { kernel: id.slice("linux-".length) } : { platform: id }),
});

/** The features by whether this host's KVM reports them. */
export function reportedBy(catalog: Catalog, id: string): Readonly<Record<Tri, readonly BundledFeature[]>> {
  const facts = hostFacts(catalog, hostOf(id));
  const features = visibleFeatures(catalog);
  const of = (answer: Tri) => features.filter((feature) => facts.reports(feature) === answer);
  return { yes: of("yes"), no: of("no"), unknown: of("unknown") };
}
