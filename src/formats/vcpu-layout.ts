// How the tools above QEMU write the vCPUs: they lay them out themselves, so the layout that QEMU would choose must be said.
import type { Catalog } from "#catalog/open.ts";
import { hostFacts } from "#engine/host.ts";
import { resolveMachine } from "#engine/machine.ts";
import { qemuRelease } from "#engine/qemu-release.ts";
import type { Selection } from "#engine/selection.ts";
import { vcpuLayout, type VcpuLayout } from "#engine/topology.ts";

/** The layout of a selection on its host; undefined for a single vCPU, and where nobody knows. */
export function layoutOf(catalog: Catalog, selection: Selection): VcpuLayout | undefined {
  const host = hostFacts(catalog, selection.host);
  if ((selection.vcpus ?? 1) < 2 || host.qemu === undefined) return undefined;
  const qemu = qemuRelease(catalog, host.qemu);
  const { entry } = resolveMachine(catalog, selection.machine, host, qemu);
  return entry && vcpuLayout(selection, entry, qemu);
}

/** True for what libvirt and its like do by themselves: a socket for each vCPU. */
export const isOneEach = ({ cores, threads }: VcpuLayout): boolean => cores === 1 && threads === 1;
