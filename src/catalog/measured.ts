// Reads a measured host: the JSON that the host probe writes on a user's own machine, or what was kept of libvirt's answer.
import * as v from "valibot";
import { fail, ok, type Result } from "#base/result.ts";
import { libvirtHost, measuredHost, type AskedHost, type MeasuredHost } from "./schema/measured.ts";

/**
 * Reads a measured host from JSON text.
 * @returns the host, or what is wrong with the text: `where` is the path inside it.
 */
export function parseMeasuredHost(text: string): Result<MeasuredHost> {
  const json = parseJson(text);
  return json.ok ? read(measuredHost, json.value) : json;
}

/** Reads a host as it was kept: JSON of either kind. */
export function parseKeptHost(text: string): Result<AskedHost> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const isLibvirt = typeof json.value === "object" && json.value !== null && "source" in json.value;
  return isLibvirt ? read(libvirtHost, json.value) : read(measuredHost, json.value);
}

function parseJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return fail({ rule: "json", message: `not JSON: ${error instanceof Error ? error.message : String(error)}` });
  }
}

function read<T>(schema: v.GenericSchema<unknown, T>, json: unknown): Result<T> {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return ok(parsed.output);
  return fail(
    ...parsed.issues.map((issue) => ({
      rule: "measured-host",
      where: v.getDotPath(issue) ?? "(whole file)",
      message: issue.message,
    })),
  );
}
