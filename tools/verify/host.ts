// The host as KVM itself describes it, and how far the catalogue agrees with it.
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { hasBit, hex, or, u32, without } from "#base/u32.ts";
import { parseVersion, versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { REGISTERS } from "#catalog/schema/common.ts";
import { measuredHost, type MeasuredHost } from "#catalog/schema/measured.ts";
import { hostFacts } from "#engine/host.ts";
import type { HostSelection } from "#engine/selection.ts";
import { runProgram } from "./program.ts";

const PROBE = fileURLToPath(new URL("../host-probe/host-probe.py", import.meta.url));

/** Asks KVM; throws with the probe's own sentence when it could not. */
export async function probeHost(): Promise<MeasuredHost> {
  const { status, stdout, stderr } = await runProgram("python3", [PROBE]);
  if (status !== 0) throw new Error(stderr.trim());
  return v.parse(measuredHost, JSON.parse(stdout));
}

/** Bit 18 of 0x40000004 EAX: no two vCPUs ever share a core, which KVM says of hosts without SMT. */
const NO_CORE_SHARING = 18;

/** The engine's host: what KVM answered wins over the catalogue. A kernel such as 6.1.0-56-amd64 hides its point release. */
export function hostOf(measured: MeasuredHost, qemu: string): HostSelection {
  const has = (name: string): boolean => (measured.capabilities[name] ?? 0) > 0;
  const kernel = parseVersion(measured.release ?? measured.kernel) ?? [];
  const hints = measured.supportedHvCpuid.find(({ leaf }) => u32(Number(leaf)) === 0x40000004);
  return {
    kernel: versionText(kernel[2] === 0 ? kernel.slice(0, 2) : kernel),
    qemu,
    vendor: /intel/i.test(measured.vendor) ? "intel" : "amd",
    hyperv: has("KVM_CAP_HYPERV"),
    xen: has("KVM_CAP_XEN_HVM"),
    ...(hints && { smt: !hasBit(Number(hints.eax), NO_CORE_SHARING) }),
    measured,
  };
}

export interface KernelComparison {
  /** What the catalogue promises of this kernel, and KVM does not keep. */
  readonly missing: readonly string[];
  /** What KVM has beyond the catalogue: a backport, or a newer kernel than the catalogue knows. */
  readonly beyond: readonly string[];
}

/** The leaves whose bits tell of features. */
const FEATURE_LEAVES = [
  ["kvm", 0x40000001],
  ["hyperv", 0x40000003],
  ["hyperv", 0x40000004],
  ["hyperv", 0x4000000a],
] as const;

/** Compares what KVM reports with what the catalogue says of a kernel of this version. */
export function compareKernel(catalog: Catalog, host: HostSelection, measured: MeasuredHost): KernelComparison {
  const { measured: _, ...upstream } = host;
  const facts = hostFacts(catalog, upstream);
  const missing: string[] = [];
  const beyond: string[] = [];
  for (const [list, leaf] of FEATURE_LEAVES) {
    const rows = list === "kvm" ? measured.supportedCpuid : measured.supportedHvCpuid;
    const row = rows.find((entry) => u32(Number(entry.leaf)) === leaf && entry.subleaf === 0);
    // Hyper-V's lists are empty where it was built out, and before Linux 5.0.
    if (list === "hyperv" && row === undefined) continue;
    for (const register of REGISTERS) {
      const { word, unknown } = facts.word(list, leaf, register);
      const real = u32(Number(row?.[register] ?? 0));
      const place = `${list} ${hex(leaf)} ${register}`;
      const [lacks, has] = [without(word, real), without(real, or(word, unknown))];
      if (lacks !== 0) missing.push(`${place}: catalogue has ${hex(lacks)}, KVM has not`);
      if (has !== 0) beyond.push(`${place}: KVM has ${hex(has)}, catalogue has not`);
    }
  }
  return { missing, beyond };
}
