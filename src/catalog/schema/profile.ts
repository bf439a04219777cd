// A profile: a named, versioned set of flags; our own, one that a project publishes, or one to be warned of.
import * as v from "valibot";
import { evidenceList, id, text, vendor } from "./common.ts";

const profileFlag = v.strictObject({
  feature: id,
  /** What stands behind the `=`; `on` unless given. */
  value: v.optional(text),
  /** Only on hosts of this vendor. */
  vendor: v.optional(vendor),
  /** When it belongs to the set, where that is not always. */
  when: v.optional(text),
});

/** `own`: composed here; `published`: as a project hands it out; `warning`: found in old posts, and worse than it looks. */
export const PROFILE_KINDS = ["own", "published", "warning"] as const;

export const profile = v.strictObject({
  id,
  /** Grows when the set changes; the flags themselves stand in links, so that old links keep theirs. */
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  title: text,
  about: text,
  guest: v.picklist(["linux", "windows"]),
  kind: v.picklist(PROFILE_KINDS),
  /** Which release or commit of the publisher, for a published one. */
  publisher: v.optional(text),
  flags: v.array(profileFlag),
  notes: v.array(text),
  evidence: evidenceList,
});
export type Profile = v.InferOutput<typeof profile>;
