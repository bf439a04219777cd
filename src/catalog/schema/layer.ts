// One layer of the stack and what it knows of each feature. What feature files already say (kernel, QEMU, libvirt, Linux guest) is derived, not stored.
import * as v from "valibot";
import { evidenceList, id, isoDate, text, versionNumber } from "./common.ts";
import { family } from "./feature.ts";

/** `depends`: on the guest system, the host or another option; the text says on which. `n/a`: nothing to switch here. */
export const LAYER_DEFAULTS = ["on", "off", "depends", "n/a"] as const;

/** A version as this layer writes it (`4.0-4`, `26.0.0`); `<=` in front: at the latest then. */
const layerVersion = v.pipe(
  v.string(),
  v.regex(/^(<=)?[A-Za-z0-9][A-Za-z0-9. -]*$/, "a layer's version, as it is written there"),
);

const layerRelease = v.strictObject({
  version: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9. -]*$/)),
  /** Its everyday name, where it has one. */
  name: v.optional(text),
  released: v.nullable(isoDate),
  evidence: evidenceList,
});

const knowledge = {
  /** First release of the layer that knows the features; null when it cannot say them. */
  since: v.nullable(layerVersion),
  /** First release without them again. */
  until: v.optional(layerVersion),
  default: v.picklist(LAYER_DEFAULTS),
  /** First release with this default, where that is not the first that knows the features. */
  defaultSince: v.optional(layerVersion),
  /** When it is on, or on what it depends. */
  when: v.optional(text),
  /** The value that it then has, as QEMU's property takes it. */
  value: v.optional(text),
  /** First machine type version with which it is so. */
  machine: v.optional(versionNumber),
  /** First version of Windows with which it is so, as the settings for Windows count them. */
  guest: v.optional(versionNumber),
  /**
   * Who switches it: the layer by itself, always, for Windows (`guest`), with dedicated CPUs (`pinned`), or where a feature of
   * `with` is on (`needed`); or a name in its list of CPU flags, or an option.
   */
  by: v.optional(v.picklist(["always", "guest", "pinned", "needed", "flag", "option"])),
  with: v.optional(v.array(id)),
  /** What the layer calls it: flag, field or element; null where there is no name. */
  name: v.nullable(text),
  /** Its name in releases before another one. */
  older: v.optional(v.strictObject({ name: text, until: layerVersion })),
  note: v.optional(text),
  evidence: evidenceList,
};

/** What a configuration says beside features; `arguments`: QEMU's own options, passed on; `api`: version and kind of its document. */
export const LAYER_SETTINGS = [
  "api",
  "machine",
  "cpu",
  "vcpus",
  "cpu-mode",
  "cpu-flags",
  "accel",
  "kernel-irqchip",
  "pinned",
  "timer",
  "arguments",
  "xml",
  "preference",
  "windows",
  "linux",
  "firmware",
] as const;

const setting = v.strictObject({
  setting: v.picklist(LAYER_SETTINGS),
  /** What the name stands for, where a setting has several: the path that it replaces, one value, or a version of Windows. */
  of: v.optional(text),
  since: v.nullable(layerVersion),
  until: v.optional(layerVersion),
  /** What the layer calls it; null where it has no such thing. */
  name: v.nullable(text),
  /** First version of Windows for which it is so. */
  guest: v.optional(versionNumber),
  /** Another setting of the layer with which this one brings nothing along. */
  unless: v.optional(text),
  note: v.optional(text),
  /** The values that it takes, where they are few, each with the first release that takes it. */
  values: v.optional(v.record(text, layerVersion)),
  evidence: evidenceList,
});

export const layer = v.strictObject({
  layer: id,
  title: text,
  about: text,
  /** Place in the stack, lowest layer first. */
  order: v.pipe(v.number(), v.integer()),
  /** How the layer counts its releases. */
  versions: v.optional(text),
  /** Which part of each feature file tells `since` and name; `layer`: this file does. */
  from: v.picklist(["layer", "reports", "property", "libvirt", "linuxGuest"]),
  releases: v.array(layerRelease),
  /** Features with an answer of their own. */
  rows: v.array(v.strictObject({ features: v.pipe(v.array(id), v.minLength(1)), ...knowledge })),
  /** The answer for all other features of a family. */
  rest: v.array(v.strictObject({ families: v.pipe(v.array(family), v.minLength(1)), ...knowledge })),
  /** For derived layers: defaults that the feature file does not tell. */
  defaults: v.array(
    v.strictObject({
      features: v.pipe(v.array(id), v.minLength(1)),
      default: v.picklist(LAYER_DEFAULTS),
      when: v.optional(text),
      evidence: evidenceList,
    }),
  ),
  /** How the rest of a configuration is said, for layers that one can write for. */
  settings: v.optional(v.array(setting)),
});
export type Layer = v.InferOutput<typeof layer>;
export type LayerSetting = (typeof LAYER_SETTINGS)[number];
export type LayerDefault = (typeof LAYER_DEFAULTS)[number];
