// Cloud Hypervisor: no machine type, no CPU model, no single features; one switch puts a fixed Hyper-V set in place of KVM's own features.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf, leftOutBecause, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownFeature, knownSetting, openTarget, type Known, type Target } from "./layer-target.ts";
import { alongNote, isBrought, isOffChoice, switchBrings, switchFate, type Brought } from "./machine-switch.ts";
import { kvmOnly, noArguments, settingFate, targetNotes } from "./setting-fate.ts";
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
  const notes = [
    ...targetNotes(target, said),
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
    `${firmwareOption(target)} CLOUDHV.fd`,
    "--disk path=guest.raw",
  ];
  const comment = hashComment([...headerLines(header), ...remarkLines({ notes, leftOut })]);
  const text = `${comment}\n${command.join(" \\\n  ")}\n`;
  return { text, fileName: "flipbit-cloud-hypervisor.sh", mediaType: "text/x-shellscript", said, leftOut, notes };
}

/** The option that takes a firmware at this release. */
function firmwareOption(target: Target): string {
  const known = knownSetting(target, "firmware");
  return (isObstacle(known) ? undefined : known.name) ?? "--firmware";
}

function say(catalog: Catalog, target: Target, by: Switch, choice: Choice): Fate {
  const { kind, property } = choice;
  if (kind === "machine" || kind === "cpu") return settingFate(target, property, kind);
  if (kind === "smp") return settingFate(target, property, "vcpus");
  if (kind === "accel") return kvmOnly(choice, "it runs with KVM, never by emulation");
  if (kind !== "property") return noArguments(target, property);
  const { feature } = choice;
  return !feature || by.brought.some((row) => row.feature === feature)
    ? switchFate(catalog, target, choice, by)
    : nativeFate(knownFeature(catalog, target, feature), by, choice);
}

/** What no switch brings: the host's KVM decides on native features, and the switch hides them all. */
function nativeFate({ row, obstacle }: Known, by: Switch, choice: Choice): Fate {
  const { property } = choice;
  if (isOffChoice(choice)) return offFate(row.default === "on" && !by.isThrown && obstacle?.kind !== "never", choice);
  if (by.isThrown && row.default === "on") {
    return leftOutBecause(property, `${by.name} takes all native features away`, "conflict");
  }
  if (obstacle) {
    const past = obstacle.kind === "later" && row.note !== undefined ? `. ${row.note}` : "";
    return leftOutBecause(property, `${obstacle.reason}${past}`, obstacle.kind);
  }
  return row.default === "on"
    ? { said: { property, way: "nothing", since: row.since ?? undefined } }
    : leftOutBecause(property, "it has no option for it", "never");
}

const offFate = (isThere: boolean, { property }: Choice): Fate =>
  isThere
    ? leftOutBecause(
        property,
        "the guest sees it wherever the host's KVM reports it; nothing switches it off",
        "conflict",
      )
    : { said: { property, way: "nothing" } };
