// Which schema a catalogue file must meet, by its place below public/catalog; files in no row are served but not bundled.
import type * as v from "valibot";
import { catalogChanges } from "./schema/changes.ts";
import { cpuModel } from "./schema/cpu.ts";
import { feature } from "./schema/feature.ts";
import { platformHosts, upstreamHosts } from "./schema/host.ts";
import { knownIssues } from "./schema/known-issue.ts";
import { layer } from "./schema/layer.ts";
import { hypervisorLeaves } from "./schema/leaf.ts";
import { logMessages, logMsrs } from "./schema/log.ts";
import { machineBoard } from "./schema/machine.ts";
import { profile } from "./schema/profile.ts";
import { catalogIndex, cpuFlags, libvirtReleases, qemuMessages, qemuReleases } from "./schema/release.ts";
import { rulePage } from "./schema/rule-page.ts";
import { talkClaims } from "./schema/talk.ts";

type AnySchema = v.GenericSchema<unknown, unknown>;

export interface FileKind {
  readonly name: string;
  readonly pattern: RegExp;
  readonly schema: AnySchema;
}

export const FILE_KINDS = [
  { name: "index", pattern: /^index\.json$/, schema: catalogIndex },
  { name: "changes", pattern: /^changes\.json$/, schema: catalogChanges },
  { name: "feature", pattern: /^features\/[a-z]+\/[a-z0-9.-]+\.json$/, schema: feature },
  { name: "machine", pattern: /^machines\/[a-z0-9.-]+\.json$/, schema: machineBoard },
  { name: "cpu", pattern: /^cpus\/[a-z0-9._-]+\.json$/, schema: cpuModel },
  { name: "linux-hosts", pattern: /^hosts\/linux\.json$/, schema: upstreamHosts },
  { name: "platform-hosts", pattern: /^hosts\/(?!linux\.)[a-z0-9-]+\.json$/, schema: platformHosts },
  { name: "qemu-releases", pattern: /^releases\/qemu\.json$/, schema: qemuReleases },
  { name: "qemu-messages", pattern: /^releases\/qemu-messages\.json$/, schema: qemuMessages },
  { name: "libvirt-releases", pattern: /^releases\/libvirt\.json$/, schema: libvirtReleases },
  { name: "cpu-flags", pattern: /^cpuid\/flags\.json$/, schema: cpuFlags },
  { name: "hypervisor-leaves", pattern: /^cpuid\/leaves\.json$/, schema: hypervisorLeaves },
  { name: "log-messages", pattern: /^log\/messages\.json$/, schema: logMessages },
  { name: "log-msrs", pattern: /^log\/msrs\.json$/, schema: logMsrs },
  { name: "layer", pattern: /^layers\/[a-z0-9-]+\.json$/, schema: layer },
  { name: "profile", pattern: /^profiles\/[a-z0-9-]+\.json$/, schema: profile },
  { name: "known-issues", pattern: /^known-issues\.json$/, schema: knownIssues },
  { name: "rule-page", pattern: /^rules\/[A-Z-]+\.json$/, schema: rulePage },
  { name: "talk", pattern: /^talk\/claims\.json$/, schema: talkClaims },
] as const satisfies readonly FileKind[];

export type FileKindName = (typeof FILE_KINDS)[number]["name"];

/** The kind of a catalogue file, or undefined for files that are only served (measurements, JSON Schemas, texts). */
export const fileKind = (path: string): (typeof FILE_KINDS)[number] | undefined =>
  FILE_KINDS.find((kind) => kind.pattern.test(path));
