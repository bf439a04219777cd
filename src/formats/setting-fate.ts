// What becomes of the plain settings (machine type, CPU model, vCPUs) and of QEMU's own options in a layer above it.
import type { LayerSetting } from "#catalog/schema/layer.ts";
import { leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownSetting, needsLine, type Target } from "./layer-target.ts";
import type { Said } from "./snippet.ts";

/** A setting by the layer's own name, or why it has none at this release. */
export function settingFate(target: Target, property: string, setting: LayerSetting, of?: string): Fate {
  const known = knownSetting(target, setting, of);
  return isObstacle(known)
    ? leftOutBecause(property, known.reason, known.kind)
    : saidBy(property, known.name ?? "", known.since);
}

/** An option of QEMU that the layer has no word for, where it hands none on. */
export function noArguments(target: Target, property: string): Fate {
  const passed = knownSetting(target, "arguments");
  return leftOutBecause(property, isObstacle(passed) ? passed.reason : `${target.title} has no option for it`, "never");
}

/** KVM needs no word; emulation is not to be had. */
export const kvmOnly = ({ property, value }: Choice, reason: string): Fate =>
  value === "kvm" ? { said: { property, way: "nothing" } } : leftOutBecause(property, reason, "never");

/** The first lines of the notes: which release this is written for, and the oldest that knows all of it. */
export function targetNotes(target: Target, said: readonly Pick<Said, "since">[]): string[] {
  const needs = needsLine(
    target,
    said.map(({ since }) => since),
  );
  return [target.line, ...(needs === undefined ? [] : [needs])];
}
