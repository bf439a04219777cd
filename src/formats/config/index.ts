// The configurations that can be read. A new format is one file and one line here; the content tells which it is.
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { InputKind } from "#engine/explain/config.ts";
import type { ConfigCodec, ConfigDocument } from "./codec.ts";
import { cpuidDump } from "./dump.ts";
import { kubevirt } from "./kubevirt.ts";
import { libvirt } from "./libvirt.ts";
import { readMessages } from "./log-messages.ts";
import { log } from "./log.ts";
import { nova } from "./nova.ts";
import { proxmox } from "./proxmox.ts";
import { qemuCommand, qemuCpu } from "./qemu.ts";
import { virtInstall } from "./virt-install.ts";

export const CONFIG_CODECS: readonly ConfigCodec[] = [
  qemuCommand,
  qemuCpu,
  libvirt,
  virtInstall,
  kubevirt,
  proxmox,
  nova,
  log,
  cpuidDump,
];

/** Characters that tell the format. */
const HEAD = 20_000;

/** What a text seems to be; undefined when it fits nothing. */
export function recogniseConfig(catalog: Catalog, text: string): ConfigCodec | undefined {
  const head = text.slice(0, HEAD);
  const ranked = CONFIG_CODECS.map((codec) => ({ codec, fit: codec.fits(head, catalog) })).toSorted(
    (a, b) => b.fit - a.fit,
  );
  return ranked[0] && ranked[0].fit > 0 ? ranked[0].codec : undefined;
}

export const codecOf = (kind: InputKind): ConfigCodec | undefined => CONFIG_CODECS.find((codec) => codec.kind === kind);

/** Reads a text as what it seems to be, or as `kind`. Never throws; a text that fits nothing has one issue and no VM. */
export function readConfig(catalog: Catalog, text: string, kind?: InputKind): ConfigDocument {
  const codec = (kind && codecOf(kind)) ?? recogniseConfig(catalog, text);
  if (codec) return readAs(catalog, text, codec);
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

function readAs(catalog: Catalog, text: string, codec: ConfigCodec): ConfigDocument {
  const { kind } = codec;
  const { vms, issues } = codec.read(catalog, text);
  if (kind === "cpuid-dump") return { kind, text, vms, messages: [], issues };
  const found = readMessages(catalog, text);
  const isMute = kind === "log" && found.messages.length === 0;
  return {
    kind,
    text,
    vms,
    messages: found.messages,
    issues: [...issues, ...found.issues, ...(isMute ? [NO_MESSAGE] : [])],
  };
}

const NO_MESSAGE: Issue = {
  rule: "no-message",
  message: "No message that Flipbit knows is in this log.",
  offset: 0,
  length: 0,
};
