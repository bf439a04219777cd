// A host in either form that people bring: the host probe's JSON or libvirt's XML. The content tells which.
import type { Result } from "#base/result.ts";
import { parseMeasuredHost } from "#catalog/measured.ts";
import type { AskedHost } from "#catalog/schema/measured.ts";
import { parseDomcapabilities } from "./domcapabilities.ts";

/** Reads what somebody pasted, dropped or named with --host; the issues speak of the form that it seems to have. */
export const parseHostText = (text: string): Result<AskedHost> =>
  /^\ufeff?\s*</.test(text) ? parseDomcapabilities(text) : parseMeasuredHost(text.replace(/^\ufeff/, ""));
