// What the Explain view is told beside the text: small enough for the link. The text itself never is.
import type { Vendor } from "#catalog/schema/common.ts";

export interface ExplainChoices {
  /** The guest of the pasted VM; empty: the one that the text names, if any. */
  readonly guest: "" | "linux" | "windows";
  readonly wantMigration: boolean;
  /** All vendors of the fleet; empty: the host's own. */
  readonly vendors: readonly Vendor[];
  /** The host's processor as one of QEMU's CPU models; empty: not told. */
  readonly hostCpu: string;
}

export const DEFAULT_EXPLAIN: ExplainChoices = { guest: "", wantMigration: false, vendors: [], hostCpu: "" };
