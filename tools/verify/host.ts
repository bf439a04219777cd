// The host as KVM itself describes it, turned into the engine's host.
import { fileURLToPath } from "node:url";
import { hasBit } from "#base/u32.ts";
import { parseVersion, versionText } from "#base/version.ts";
import type { HostSelection } from "#engine/selection.ts";
import { runProgram } from "./program.ts";

interface ProbedLeaf {
  readonly leaf: string;
  readonly subleaf: number;
  readonly eax: string;
  readonly ebx: string;
  readonly ecx: string;
  readonly edx: string;
}

/** What tools/host-probe prints. */
export interface ProbedHost {
  readonly kernel: string;
  readonly release: string;
  readonly vendor: string;
  readonly capabilities: Readonly<Record<string, number>>;
  readonly supportedCpuid: readonly ProbedLeaf[];
  readonly supportedHvCpuid: readonly ProbedLeaf[];
}

const PROBE = fileURLToPath(new URL("../host-probe/host-probe.py", import.meta.url));

/** Asks KVM; throws with the probe's own sentence when it could not. */
export async function probeHost(): Promise<ProbedHost> {
  const { status, stdout, stderr } = await runProgram("python3", [PROBE]);
  if (status !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout) as ProbedHost;
}

/** Bit 18 of 0x40000004 EAX: no two vCPUs ever share a core, which KVM says of hosts without SMT. */
const NO_CORE_SHARING = 18;

/** The engine's host. A kernel such as 6.1.0-56-amd64 hides its point release, so only the series is taken of it. */
export function hostOf(probed: ProbedHost, qemu: string): HostSelection {
  const has = (name: string): boolean => (probed.capabilities[name] ?? 0) > 0;
  const kernel = parseVersion(probed.release) ?? [];
  const hints = probed.supportedHvCpuid.find(({ leaf }) => leaf === "0x40000004");
  return {
    kernel: versionText(kernel[2] === 0 ? kernel.slice(0, 2) : kernel),
    qemu,
    vendor: probed.vendor.toLowerCase() === "intel" ? "intel" : "amd",
    hyperv: has("KVM_CAP_HYPERV"),
    xen: has("KVM_CAP_XEN_HVM"),
    ...(hints && { smt: !hasBit(Number(hints.eax), NO_CORE_SHARING) }),
  };
}
