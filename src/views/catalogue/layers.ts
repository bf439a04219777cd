// The files of the layers and of the talk: fetched when a page first wants them, absent in some catalogues.
import type { Layer } from "#catalog/schema/layer.ts";
import type { TalkClaims } from "#catalog/schema/talk.ts";
import { loadRaw } from "#state/load-raw.ts";

/** The names of their files, which are their ids. */
export const LAYERS = [
  "linux-kvm-host",
  "linux-guest",
  "windows-guest",
  "qemu",
  "libvirt",
  "virt-install",
  "kubevirt",
  "nova",
  "ovirt",
  "proxmox",
  "cloud-hypervisor",
  "firecracker",
  "crosvm",
] as const;

export const TALK_FILE = "talk/claims.json";

let layers: Promise<readonly Layer[]> | undefined;

/** Every layer that is published; one that cannot be had is left out. */
export const loadLayers = (): Promise<readonly Layer[]> => (layers ??= fetchLayers());

async function fetchLayers(): Promise<readonly Layer[]> {
  const files = await Promise.all(LAYERS.map((name) => loadRaw(`layers/${name}.json`)));
  // The build checks these files against their schema, as it does all others.
  return files.flatMap((file) => (file.status === "ready" && isLayer(file.json) ? [file.json] : []));
}

const isLayer = (raw: unknown): raw is Layer =>
  typeof raw === "object" && raw !== null && "layer" in raw && "rows" in raw && Array.isArray(raw.rows);

/** The talk's statements; undefined in a catalogue without them. */
export const loadTalk = (): Promise<TalkClaims | undefined> => (talk ??= fetchTalk());

let talk: Promise<TalkClaims | undefined> | undefined;

async function fetchTalk(): Promise<TalkClaims | undefined> {
  const file = await loadRaw(TALK_FILE);
  return file.status === "ready" && isTalk(file.json) ? file.json : undefined;
}

const isTalk = (raw: unknown): raw is TalkClaims =>
  typeof raw === "object" && raw !== null && "claims" in raw && Array.isArray(raw.claims);
