// True findings that QEMU does not print: flags without effect, migration blockers, values that depend on the host machine.
import type { VmParts } from "./parts.ts";
import type { Problem } from "./resolved.ts";
import { finding } from "./start.ts";

/** Findings about a VM that starts, in Flipbit's own words. */
export function sideEffects(parts: VmParts): Problem[] {
  return [
    ...lackedFlags(parts),
    ...unmetNeeds(parts),
    ...silentHyperv(parts),
    ...blockers(parts),
    ...hostDependent(parts),
  ];
}

/** Flags that the asked host lacks; QEMU warns of each, in words that differ by release. */
function lackedFlags({ lacked, assignments }: VmParts): Problem[] {
  if (lacked.length === 0 || assignments.get("check")?.value === "off") return [];
  const text = `This host's KVM does not list ${lacked.join(", ")}: QEMU takes ${lacked.length === 1 ? "it" : "them"} away, with a warning.`;
  return [finding("host-lacks-feature", "warning", text)];
}

/** Flags that were asked for and are not there; QEMU warns of each, in words that differ by release. */
function unmetNeeds({ unmet, assignments }: VmParts): Problem[] {
  const isAsked = (by: string | undefined): boolean => by === "user" || by === "global";
  return unmet
    .filter(({ flag }) => isAsked(assignments.get(flag)?.by))
    .map(({ flag, needs }) =>
      finding("flag-needs", "warning", `QEMU drops ${flag}: it needs ${needs}, which is off.`, flag),
    );
}

function silentHyperv({ host, selection, assignments, catalog }: VmParts): Problem[] {
  if (host.hyperv && selection.accel === "kvm") return [];
  const asked = catalog.features.filter(
    (feature) =>
      feature.family === "hyperv" &&
      assignments.get(feature.property?.name ?? "")?.by === "user" &&
      assignments.get(feature.property?.name ?? "")?.value !== "off",
  );
  const names = asked.map((feature) => feature.property?.name ?? feature.id).join(", ");
  if (names === "") return [];
  return selection.accel === "tcg"
    ? [
        finding(
          "tcg-ignores",
          "warning",
          `TCG has no Hyper-V interface: ${names} changes nothing, and QEMU says nothing.`,
        ),
      ]
    : [
        finding(
          "hyperv-absent-silent",
          "warning",
          `This host's KVM is built without Hyper-V emulation: ${names} changes nothing, and QEMU says nothing.`,
        ),
      ];
}

function blockers({ assignments, hyperv }: VmParts): Problem[] {
  const value = (name: string): string | undefined => assignments.get(name)?.value;
  const problems: Problem[] = [];
  if (hyperv.on && hyperv.passthrough)
    problems.push(finding("migration-blocker", "info", "hv-passthrough blocks migration.", "hv-passthrough"));
  if (hyperv.on && value("hv-no-nonarch-coresharing") === "auto") {
    problems.push(
      finding(
        "migration-blocker",
        "info",
        "hv-no-nonarch-coresharing=auto blocks migration; =on does not.",
        "hv-no-nonarch-coresharing",
      ),
    );
  }
  if (value("invtsc") === "on" && value("tsc-frequency") === undefined) {
    problems.push(finding("migration-blocker", "info", "invtsc without tsc-frequency blocks migration.", "invtsc"));
  }
  return problems;
}

function hostDependent({ assignments, kind, native, host }: VmParts): Problem[] {
  const value = (name: string): string | undefined => assignments.get(name)?.value;
  const takesInvtsc = value("migratable") === "off" && kind !== "named" && value("invtsc") === undefined;
  const platform = host.platform?.title ?? "this kernel";
  const cases: readonly (readonly [boolean, Problem])[] = [
    [
      value("tsc-frequency") !== undefined,
      finding("tsc-frequency", "info", "QEMU stops when the host can neither run at tsc-frequency nor scale to it."),
    ],
    [
      takesInvtsc,
      finding(
        "tsc-frequency",
        "info",
        "migratable=off takes invtsc from a host that has it; without Hyper-V the guest then sees the timing leaf 0x40000010 too.",
      ),
    ],
    [
      value("enforce") === "on" && kind === "named",
      finding(
        "host-cpu-unknown",
        "info",
        "enforce also checks the CPU model against the host's processor, which is not part of this prediction.",
      ),
    ],
    [
      native.unknownEax !== 0,
      finding(
        "host-unknown",
        "warning",
        `Nobody has evidence whether ${platform} reports some of the bits asked for; they are shown as unknown.`,
      ),
    ],
  ];
  return cases.filter(([holds]) => holds).map(([, problem]) => problem);
}
