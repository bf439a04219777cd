// All catalogue files after their schemas passed: what the data checks read and the bundle is made from.
import type { CatalogChanges } from "./schema/changes.ts";
import type { CpuModel } from "./schema/cpu.ts";
import type { Feature } from "./schema/feature.ts";
import type { PlatformHosts, UpstreamHosts } from "./schema/host.ts";
import type { Layer } from "./schema/layer.ts";
import type { HypervisorLeaves } from "./schema/leaf.ts";
import type { LogMessages, LogMsrs } from "./schema/log.ts";
import type { MachineBoard } from "./schema/machine.ts";
import type { CatalogIndex, CpuFlags, LibvirtReleases, QemuMessages, QemuReleases } from "./schema/release.ts";
import type { KnownIssues } from "./schema/known-issue.ts";
import type { Profile } from "./schema/profile.ts";
import type { RulePage } from "./schema/rule-page.ts";
import type { TalkClaims } from "./schema/talk.ts";

/** A parsed value and the file it came from, relative to public/catalog. */
export interface FromFile<T> {
  readonly file: string;
  readonly value: T;
  /** The JSON as it was written, for checks that the schema is blind to (order of keys). */
  readonly raw: unknown;
}

export interface ParsedCatalog {
  readonly index: FromFile<CatalogIndex>;
  readonly features: readonly FromFile<Feature>[];
  readonly boards: readonly FromFile<MachineBoard>[];
  readonly cpus: readonly FromFile<CpuModel>[];
  readonly linux: FromFile<UpstreamHosts>;
  readonly platforms: readonly FromFile<PlatformHosts>[];
  readonly qemu: FromFile<QemuReleases>;
  readonly messages: FromFile<QemuMessages>;
  readonly libvirt: FromFile<LibvirtReleases>;
  readonly flags: FromFile<CpuFlags>;
  readonly leaves: FromFile<HypervisorLeaves>;
  readonly logMessages: FromFile<LogMessages>;
  readonly logMsrs: FromFile<LogMsrs>;
  readonly layers: readonly FromFile<Layer>[];
  readonly profiles: readonly FromFile<Profile>[];
  readonly knownIssues: FromFile<KnownIssues>;
  readonly rules: readonly FromFile<RulePage>[];
  readonly talk: FromFile<TalkClaims>;
  readonly changes: FromFile<CatalogChanges>;
  /** The path of every JSON file of the catalogue, also of those that are only served. */
  readonly files: readonly string[];
}
