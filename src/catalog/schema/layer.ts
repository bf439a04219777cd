// One layer of the stack and what it knows of each feature. What feature files already say (kernel, QEMU, libvirt, Linux guest) is derived, not stored.
import * as v from "valibot";
import { evidenceList, id, isoDate, text } from "./common.ts";
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
  /** What the layer calls it: flag, field or element; null where there is no name. */
  name: v.nullable(text),
  note: v.optional(text),
  evidence: evidenceList,
};

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
});
export type Layer = v.InferOutput<typeof layer>;
export type LayerDefault = (typeof LAYER_DEFAULTS)[number];
