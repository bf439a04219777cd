// Everything that is settled once a VM's properties are resolved; leaves, outcomes and findings are drawn from it.
import type { MachineEntry } from "#catalog/open.ts";
import type { ModelKind } from "./cpu.ts";
import type { UnmetNeed } from "./flag-needs.ts";
import type { Leaf } from "./resolved.ts";
import type { VcpuContext } from "./start.ts";

export interface VmParts extends VcpuContext {
  readonly machine: MachineEntry;
  readonly kind: ModelKind;
  readonly cpuLeaves: readonly Leaf[];
  readonly unmet: readonly UnmetNeed[];
  /** Flags that QEMU takes away because the host was asked and lacks them. */
  readonly lacked: readonly string[];
}
