// The bundle: everything the engine and the first view need, validated, without evidence (the raw files carry that).
import type { CpuModel, CpuVersion } from "./schema/cpu.ts";
import type { Feature } from "./schema/feature.ts";
import type { PlatformHosts, UpstreamHosts } from "./schema/host.ts";
import type { Confidence } from "./schema/common.ts";
import type { Layer } from "./schema/layer.ts";
import type { HypervisorLeaves } from "./schema/leaf.ts";
import type { LogMessages, LogMsrs } from "./schema/log.ts";
import type { MachineBoard, MachineVersion } from "./schema/machine.ts";
import type { CatalogIndex, CpuFlags, LibvirtReleases, QemuMessages, QemuReleases } from "./schema/release.ts";
import type { KnownIssue } from "./schema/known-issue.ts";
import type { Profile } from "./schema/profile.ts";
import type { RulePage } from "./schema/rule-page.ts";
import type { TalkClaims } from "./schema/talk.ts";

type NoEvidence<T> = Omit<T, "evidence">;
type NoneHasEvidence<T extends readonly unknown[]> = NoEvidence<T[number]>[];

/** A feature as the engine reads it: `sureness` is the weakest confidence behind each path of evidence. */
export type BundledFeature = NoEvidence<Feature> & {
  readonly file: string;
  readonly sureness: Readonly<Record<string, string>>;
};
export type BundledMachineVersion = NoEvidence<MachineVersion>;
export type BundledBoard = Omit<MachineBoard, "evidence" | "versions"> & {
  readonly file: string;
  readonly versions: readonly BundledMachineVersion[];
};
export type BundledCpuVersion = NoEvidence<CpuVersion>;
export type BundledCpu = Omit<CpuModel, "evidence" | "versions"> & {
  readonly file: string;
  readonly versions: readonly BundledCpuVersion[];
};
type AnyPlatform = PlatformHosts["platforms"][number];
export type BundledPlatform = Omit<AnyPlatform, "evidence" | "backports"> & {
  readonly file: string;
  readonly family: string;
  readonly backports: NoneHasEvidence<AnyPlatform["backports"]>;
};

type Sure<T> = NoEvidence<T> & { readonly sureness: Confidence };
/** A layer as its file gives it; `layerRow` opens it into one answer a feature. */
export type BundledLayer = Omit<Layer, "releases" | "rows" | "rest" | "defaults" | "settings"> & {
  readonly file: string;
  readonly releases: NoneHasEvidence<Layer["releases"]>;
  readonly rows: readonly Sure<Layer["rows"][number]>[];
  readonly rest: readonly Sure<Layer["rest"][number]>[];
  readonly defaults: readonly Sure<Layer["defaults"][number]>[];
  /** Empty for layers that nobody writes for. */
  readonly settings: readonly Sure<NonNullable<Layer["settings"]>[number]>[];
};
export type BundledProfile = Sure<Profile> & { readonly file: string };
/** The talk's statements; the raw file carries their evidence. */
export type BundledTalk = Omit<TalkClaims, "claims"> & {
  readonly file: string;
  readonly claims: readonly Sure<TalkClaims["claims"][number]>[];
};

/** A rule's name; its page is fetched when somebody wants to read it. */
export type BundledRule = Pick<RulePage, "id" | "title" | "severities"> & { readonly file: string };

export interface CatalogBundle {
  readonly index: CatalogIndex;
  readonly features: readonly BundledFeature[];
  readonly boards: readonly BundledBoard[];
  readonly cpus: readonly BundledCpu[];
  readonly kernels: NoneHasEvidence<UpstreamHosts["kernels"]>;
  readonly kernelWords: NoneHasEvidence<UpstreamHosts["words"]>;
  readonly capabilities: NoneHasEvidence<UpstreamHosts["capabilities"]>;
  readonly stableBackports: NoneHasEvidence<UpstreamHosts["backports"]>;
  readonly platforms: readonly BundledPlatform[];
  readonly qemu: {
    readonly releases: NoneHasEvidence<QemuReleases["releases"]>;
    readonly defaults: NoneHasEvidence<QemuReleases["defaults"]>;
    readonly messages: NoneHasEvidence<QemuMessages["messages"]>;
    readonly behaviours: NoneHasEvidence<QemuMessages["behaviours"]>;
    readonly msrAborts: NoneHasEvidence<QemuMessages["msrAborts"]>;
  };
  readonly libvirt: {
    readonly releases: NoneHasEvidence<LibvirtReleases["releases"]>;
    readonly behaviours: NoneHasEvidence<LibvirtReleases["behaviours"]>;
  };
  readonly flags: Omit<CpuFlags, "evidence" | "backported" | "dependencies" | "beyondKvm"> & {
    readonly beyondKvm: NoEvidence<CpuFlags["beyondKvm"]>;
    readonly backported: NoneHasEvidence<CpuFlags["backported"]>;
    readonly dependencies: NoneHasEvidence<CpuFlags["dependencies"]>;
  };
  readonly leaves: NoneHasEvidence<HypervisorLeaves["leaves"]>;
  /** What lines of logs mean. */
  readonly log: {
    readonly messages: NoneHasEvidence<LogMessages["messages"]>;
    readonly msrs: NoneHasEvidence<LogMsrs["msrs"]>;
  };
  /** Lowest layer of the stack first. */
  readonly layers: readonly BundledLayer[];
  /** Our own first, then published ones, then those to be warned of. */
  readonly profiles: readonly BundledProfile[];
  readonly knownIssues: readonly Sure<KnownIssue>[];
  readonly rules: readonly BundledRule[];
  readonly talk: BundledTalk;
}
