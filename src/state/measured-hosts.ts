// Measured hosts that the reader brought. They are too long for a link, so a link carries a name and this browser the answers.
import { parseKeptHost } from "#catalog/measured.ts";
import type { AskedHost } from "#catalog/schema/measured.ts";
import { hex } from "#base/u32.ts";

const KEY = "flipbit.measured-hosts";
/** Answers kept in this browser; the oldest goes first. */
const MOST = 8;

const hosts = new Map<string, AskedHost>();
const ids = new WeakMap<AskedHost, string>();

/** FNV-1a over the text: a name that says nothing about the host, the same for the same answers. */
function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hex(hash).slice(2);
}

function enter(host: AskedHost): string {
  const id = nameOf(JSON.stringify(host));
  const known = hosts.get(id) ?? host;
  hosts.set(id, known);
  ids.set(host, id);
  ids.set(known, id);
  return id;
}

/** Keeps a measured host, in this browser only; returns the one object that stands for its answers. */
export function keepMeasuredHost(host: AskedHost): AskedHost {
  const id = enter(host);
  try {
    const others = stored().filter((text) => nameOf(text) !== id);
    localStorage.setItem(KEY, JSON.stringify([...others, JSON.stringify(host)].slice(-MOST)));
  } catch {
    // Without storage the host lasts as long as the page.
  }
  return hosts.get(id) ?? host;
}

function stored(): string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
}

/** The measured host of a link's name, if this browser has it. */
export function measuredHostOf(id: string): AskedHost | undefined {
  const found = hosts.get(id);
  if (found) return found;
  try {
    for (const text of stored()) {
      const host = parseKeptHost(text);
      if (host.ok) enter(host.value);
    }
  } catch {
    return undefined;
  }
  return hosts.get(id);
}

/** The name that a link carries for a measured host. */
export const measuredHostId = (host: AskedHost): string => ids.get(host) ?? enter(host);
