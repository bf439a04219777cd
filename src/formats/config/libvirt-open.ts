// The domains of a text, read; kept beside each VM, so that an edit need not read the text again.
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import { partsOf } from "./libvirt-parts.ts";
import { readDomain, type Part, type ReadDomain } from "./libvirt-read.ts";
import { styleOf, type XmlStyle } from "./xml-write.ts";

/** One VM of a text with all places. */
export interface OpenDomain extends ReadDomain {
  readonly text: string;
  readonly parts: readonly Part[];
  readonly style: XmlStyle;
}

const kept = new WeakMap<ConfigVm, OpenDomain>();

/** Reads the VMs of a text, at most so many. */
export function openDomains(catalog: Catalog, text: string, most = Infinity): readonly OpenDomain[] {
  const machines = partsOf(catalog, text).slice(0, most);
  return machines.map((parts) => {
    const read = readDomain(catalog, text, parts);
    const open: OpenDomain = { ...read, text, parts, style: styleOf(text, read.config.span) };
    kept.set(read.config, open);
    return open;
  });
}

/** The places of a VM of this text. */
export function reopen(catalog: Catalog, text: string, config: ConfigVm): OpenDomain | undefined {
  const open = kept.get(config);
  if (open?.text === text) return open;
  return openDomains(catalog, text).find((found) => found.config.span.start === config.span.start);
}
