// The catalogue's own changelog: version by version, what was added, corrected, or is known better than before.
import * as v from "valibot";
import { id, isoDate, text } from "./common.ts";

/** `confidence`: the facts stayed, their evidence got better. */
export const CHANGE_KINDS = ["added", "corrected", "confidence"] as const;

/** A path below public/catalog, or a folder that ends in `/` where most of its files are meant. */
const place = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._/-]*$/, "a path below the catalogue"));

export const catalogChanges = v.strictObject({
  /** Newest first. */
  versions: v.array(
    v.strictObject({
      version: v.pipe(v.string(), v.regex(/^\d{4}\.\d{2}\.\d{2}$/, "a version is the day it is of, e.g. 2026.11.22")),
      changes: v.pipe(
        v.array(
          v.strictObject({
            id,
            kind: v.picklist(CHANGE_KINDS),
            date: isoDate,
            title: text,
            /** What the catalogue said or lacked before; not for what is wholly new. */
            before: v.optional(text),
            now: text,
            /** What it means for somebody who uses the answers. */
            means: text,
            files: v.pipe(v.array(place), v.minLength(1, "a change names the files it is in")),
            features: v.array(id),
            hosts: v.array(id),
            machines: v.array(text),
            cpus: v.array(text),
          }),
        ),
        v.minLength(1, "a version changes something"),
      ),
    }),
  ),
});
export type CatalogChanges = v.InferOutput<typeof catalogChanges>;
export type CatalogChange = CatalogChanges["versions"][number]["changes"][number];
export type ChangeKind = (typeof CHANGE_KINDS)[number];
