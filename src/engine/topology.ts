// How many logical processors a package has: what -smp says, completed as this machine type and QEMU complete it.
import { atLeast, version } from "#base/version.ts";
import type { MachineEntry } from "#catalog/open.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Selection, Topology } from "./selection.ts";

const NONE: Topology = {};

/** Whether `-smp N` alone means N cores of one socket, or N sockets; undefined where nobody has recorded it. */
function prefersCores({ board, version: type }: MachineEntry, qemu: QemuRelease): boolean | undefined {
  if (board.coresFrom === undefined) return undefined;
  return atLeast(type.version === undefined ? qemu.version : version(type.version), version(board.coresFrom));
}

/** Levels between socket and core: releases count them differently. */
const BETWEEN = ["dies", "clusters", "modules"] as const;

/**
 * The logical processors of one package, as QEMU counts them for CPUID; undefined where nobody knows.
 * Rule: machine_parse_smp_config(), and smp_parse() before QEMU 6.2, where they agree.
 */
export function packageSize(
  { vcpus = 1, topology = NONE }: Pick<Selection, "vcpus" | "topology">,
  machine: MachineEntry,
  qemu: QemuRelease,
): number | undefined {
  const isPlain = BETWEEN.every((level) => (topology[level] ?? 1) === 1);
  if (!isPlain) return undefined;
  return writtenSize(vcpus, topology) ?? assumedSize(vcpus, topology, prefersCores(machine, qemu));
}

/** Where the levels say it, whatever QEMU fills in. */
function writtenSize(vcpus: number, { maxcpus = vcpus, sockets, cores, threads }: Topology): number | undefined {
  if (cores !== undefined && (threads !== undefined || sockets === undefined)) return cores * (threads ?? 1);
  if (sockets !== undefined && maxcpus === vcpus) return Math.floor(maxcpus / sockets);
  return undefined;
}

function assumedSize(
  vcpus: number,
  { maxcpus = vcpus, sockets, threads = 1 }: Topology,
  isCores: boolean | undefined,
): number | undefined {
  if (maxcpus === 1) return 1;
  if (isCores === undefined || sockets !== undefined) return undefined;
  return isCores ? maxcpus : threads;
}

/** How the vCPUs of a VM lie, as libvirt and its like write it. */
export interface VcpuLayout {
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/**
 * Sockets, cores and threads of a VM whose vCPUs are all there from the start; undefined where nobody knows how this QEMU
 * completes -smp, or where other levels or later vCPUs are asked for.
 */
export function vcpuLayout(
  selection: Pick<Selection, "vcpus" | "topology">,
  machine: MachineEntry,
  qemu: QemuRelease,
): VcpuLayout | undefined {
  const { vcpus = 1, topology = NONE } = selection;
  const size = packageSize(selection, machine, qemu);
  if (size === undefined || (topology.maxcpus ?? vcpus) !== vcpus) return undefined;
  const threads = topology.threads ?? 1;
  const layout = { sockets: vcpus / size, cores: size / threads, threads };
  return Object.values(layout).every((count) => Number.isInteger(count) && count > 0) ? layout : undefined;
}
