// The configurations that can be read. A new format is one file and one line here; the content tells which it is.
import type { Catalog } from "#catalog/open.ts";
import type { InputKind } from "#engine/explain/config.ts";
import type { ConfigCodec, ConfigDocument } from "./codec.ts";
import { libvirt } from "./libvirt.ts";
import { qemuCommand, qemuCpu } from "./qemu.ts";

export const CONFIG_CODECS: readonly ConfigCodec[] = [qemuCommand, qemuCpu, libvirt];

/** Characters that tell the format. */
const HEAD = 20_000;

/** What a text seems to be; undefined when it fits nothing. */
export function recogniseConfig(text: string): ConfigCodec | undefined {
  const head = text.slice(0, HEAD);
  const ranked = CONFIG_CODECS.map((codec) => ({ codec, fit: codec.fits(head) })).toSorted((a, b) => b.fit - a.fit);
  return ranked[0] && ranked[0].fit > 0 ? ranked[0].codec : undefined;
}

export const codecOf = (kind: InputKind): ConfigCodec | undefined => CONFIG_CODECS.find((codec) => codec.kind === kind);

/** Reads a text as what it seems to be, or as `kind`. Never throws; a text that fits nothing has one issue and no VM. */
export function readConfig(catalog: Catalog, text: string, kind?: InputKind): ConfigDocument {
  const codec = (kind && codecOf(kind)) ?? recogniseConfig(text);
  if (codec) return { kind: codec.kind, text, ...codec.read(catalog, text) };
  const message =
    text.trim() === "" ? "There is nothing here." : "This looks like none of the formats that Flipbit reads.";
  return {
    kind: "unknown",
    text,
    vms: [],
    messages: [],
    issues: [{ rule: "unknown-format", message, offset: 0, length: 0 }],
  };
}
