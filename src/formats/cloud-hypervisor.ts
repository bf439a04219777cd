// Cloud Hypervisor: no machine type, no CPU model, no single features; one switch puts a fixed Hyper-V set in place of KVM's own features.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownFeature, knownSetting, needsLine, openTarget, type Target } from "./layer-target.ts";
import { alongNote, isBrought, isOffChoice, switchBrings, switchFate, type Brought } from "./machine-switch.ts";
import { hashComment, headerLines, remarkLines, type Snippet, type SnippetHeader } from "./snippet.ts";

/** What the layer's rows call the switch. */
const SWITCH = "--cpus kvm_hyperv=on";

interface Switch {
  readonly name: string;
  readonly isThrown: boolean;
  readonly brought: readonly Brought[];
}

/** The command line; firmware and disk are the reader's own. */
export function printCloudHypervisor(
  catalog: Catalog,
  selection: Selection,
  header: SnippetHeader,
  release?: string,
): Snippet {
  const target = openTarget(catalog, "cloud-hypervisor", release);
  const choices = choicesOf(catalog, selection);
  const brought = switchBrings(catalog, target, ({ name }) => name === SWITCH);
  const by: Switch = { name: SWITCH, isThrown: choices.some((choice) => isBrought(brought, choice)), brought };
  const fates = choices.map((choice) => say(catalog, target, by, choice));
  const said = fates.flatMap((fate) => ("said" in fate ? [fate.said] : []));
  const leftOut = fates.flatMap((fate) => ("leftOut" in fate ? [fate.leftOut] : []));
  const needs = needsLine(
    target,
    said.map(({ since }) => since),
  );
  const notes = [
    target.line,
    ...(needs === undefined ? [] : [needs]),
    by.isThrown
      ? "With kvm_hyperv=on the guest sees no native KVM feature at all."
      : "The guest sees every native feature that the host's KVM reports, whether asked for or not.",
    ...(by.isThrown ? alongNote(SWITCH, brought, choices) : []),
    "CLOUDHV.fd and guest.raw stand for your firmware and disk.",
  ];
  const cpus = [`boot=${selection.vcpus ?? 1}`, ...(by.isThrown ? ["kvm_hyperv=on"] : [])].join(",");
  const command = [
    "cloud-hypervisor",
    `--cpus ${cpus}`,
    "--memory size=2G",
    "--firmware CLOUDHV.fd",
    "--disk path=guest.raw",
  ];
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const text = `${comment}\n${command.join(" \\\n  ")}\n`;
  return { text, fileName: "flipbit-cloud-hypervisor.sh", mediaType: "text/x-shellscript", said, leftOut, notes };
}

function say(catalog: Catalog, target: Target, by: Switch, choice: Choice): Fate {
  const { kind, property, value } = choice;
  switch (kind) {
    case "machine":
    case "cpu":
    case "smp": {
      const known = knownSetting(target, kind === "smp" ? "vcpus" : kind);
      if (isObstacle(known)) return leftOutBecause(property, known.reason, known.kind);
      return saidBy(property, known.name ?? "", known.since);
    }
    case "accel":
      return value === "kvm"
        ? { said: { property, way: "nothing" } }
        : leftOutBecause(property, "it runs with KVM, never by emulation", "never");
    case "property":
      return sayProperty(catalog, target, by, choice);
    default: {
      const passed = knownSetting(target, "arguments");
      return leftOutBecause(property, isObstacle(passed) ? passed.reason : "it has no option for it", "never");
    }
  }
}

function sayProperty(catalog: Catalog, target: Target, by: Switch, choice: Choice): Fate {
  const { property, feature } = choice;
  if (!feature || by.brought.some((row) => row.feature === feature)) {
    return switchFate(catalog, target, choice, by);
  }
  const { row, obstacle } = knownFeature(catalog, target, feature);
  if (by.isThrown && row.default === "on" && !isOffChoice(choice)) {
    return leftOutBecause(property, `${by.name} takes all native features away`, "conflict");
  }
  if (obstacle?.kind === "later" && row.note !== undefined) {
    return leftOutBecause(property, `${obstacle.reason}. ${row.note}`, "later");
  }
  if (obstacle) {
    if (isOffChoice(choice) && obstacle.kind === "never") return { said: { property, way: "nothing" } };
    return leftOutBecause(property, obstacle.reason, obstacle.kind);
  }
  // Native features: the host's KVM decides, and the switch hides them all.
  const isThere = !by.isThrown && row.default === "on";
  if (isOffChoice(choice)) {
    return isThere
      ? leftOutBecause(
          property,
          "the guest sees it wherever the host's KVM reports it; nothing switches it off",
          "conflict",
        )
      : { said: { property, way: "nothing" } };
  }
  return isThere
    ? { said: { property, way: "nothing", since: row.since ?? undefined } }
    : leftOutBecause(property, "it has no option for it", "never");
}
