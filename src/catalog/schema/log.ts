// What lines of logs mean: messages of QEMU, libvirt and KVM, and the names of the MSRs that they number.
import * as v from "valibot";
import { evidenceList, hexNumber, id, text, versionNumber } from "./common.ts";

/** One message. `{name}` in the texts marks what the message fills in. */
const logMessage = v.strictObject({
  id,
  /** Whose message it is; releases in `wordings` are this project's. */
  by: v.picklist(["qemu", "libvirt", "kvm"]),
  /** Without any, the wordings are those of this id in releases/qemu-messages.json. */
  wordings: v.optional(
    v.pipe(
      v.array(v.strictObject({ text, since: v.optional(versionNumber), until: v.optional(versionNumber) })),
      v.minLength(1),
    ),
  ),
  /** What it is about: a property, a model, or words of the message. */
  subject: text,
  severity: v.picklist(["error", "warning", "info"]),
  /** It looks like the cause of a failure and is not. */
  noise: v.optional(v.literal(true)),
  /** What it means, a sentence or two. */
  meaning: text,
  /** What to do, as an imperative. */
  action: v.optional(text),
  /** Rules about configurations that find the same where the configuration is at hand. */
  rules: v.optional(v.array(text)),
  evidence: evidenceList,
});

export const logMessages = v.strictObject({ messages: v.array(logMessage) });
export type LogMessages = v.InferOutput<typeof logMessages>;

/** Model-specific registers that no feature of the catalogue owns, lowest first. */
export const logMsrs = v.strictObject({
  msrs: v.array(
    v.strictObject({
      index: hexNumber,
      /** The last of a range that shares one row. */
      last: v.optional(hexNumber),
      name: text,
      meaning: text,
      /** QEMU's CPU property with which the register comes and goes. */
      property: v.optional(text),
      evidence: evidenceList,
    }),
  ),
});
export type LogMsrs = v.InferOutput<typeof logMsrs>;
