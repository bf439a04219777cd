// The versions that a snippet is for, as one line for its header.
import { versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { hostFacts } from "#engine/host.ts";
import type { HostSelection } from "#engine/selection.ts";

const VENDORS = { intel: "Intel", amd: "AMD" } as const;

/** For example `Debian 12, Linux 6.1, QEMU 7.2, libvirt 9.0, AMD`; what is not known is not said. */
export function targetsText(catalog: Catalog, host: HostSelection): string {
  const facts = hostFacts(catalog, host);
  const version = (name: string, at: readonly number[] | undefined): string | undefined =>
    at && `${name} ${versionText(at).replace(/^(\d+\.\d+)\.0$/, "$1")}`;
  return [
    facts.platform?.title,
    version("Linux", facts.kernel),
    version("QEMU", facts.qemu),
    version("libvirt", facts.libvirt),
    VENDORS[host.vendor],
  ]
    .filter((text) => text !== undefined)
    .join(", ");
}
