// What the findings of a pasted text are judged by: the host of the VM panel, and what the reader told beside the text.
import type { ExplainOptions } from "#engine/explain/options.ts";
import type { HostSelection } from "#engine/selection.ts";
import type { ExplainChoices } from "./explain-choices.ts";

export const explainOptions = (
  host: HostSelection,
  { guest, wantMigration, vendors, hostCpu }: ExplainChoices,
): ExplainOptions => ({
  host,
  told: { qemu: true, kernel: true, vendor: true, libvirt: true },
  vendors,
  guest: guest === "" ? undefined : guest,
  wantMigration,
  hostCpu: hostCpu === "" ? undefined : hostCpu,
  fleet: [],
  // The catalogue lists the backports of its platforms.
  kernelIsDownstream: false,
});
