// A point of the cube in words: which machine type, CPU model and host a selection names.
import type { Catalog } from "#catalog/open.ts";
import { hostFacts } from "#engine/host.ts";
import { askedTitle } from "#engine/measured-host.ts";
import type { Selection } from "#engine/selection.ts";
import { shortHost, versionLabel } from "./versions.ts";

/** The host's short name: a platform's title without what stands in brackets, or the upstream kernel. */
export function hostText(catalog: Catalog, { host }: Selection): string {
  const facts = hostFacts(catalog, host);
  if (host.measured) return askedTitle(host.measured);
  if (host.platform === undefined) return `Linux ${versionLabel(facts.kernel)}`;
  return shortHost(catalog.platformById.get(host.platform)?.title ?? host.platform);
}

/** Machine type, CPU model, host and QEMU, in one line. */
export function pointText(catalog: Catalog, selection: Selection): string {
  const facts = hostFacts(catalog, selection.host);
  const machine = selection.machine || "default machine type";
  const cpu = selection.cpu || "default CPU model";
  return [machine, cpu, hostText(catalog, selection), `QEMU ${versionLabel(facts.qemu)}`].join(" · ");
}
