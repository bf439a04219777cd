// Reads a measured host: the JSON that the host probe writes on a user's own machine.
import * as v from "valibot";
import { fail, ok, type Result } from "#base/result.ts";
import { measuredHost, type MeasuredHost } from "./schema/measured.ts";

/**
 * Reads a measured host from JSON text.
 * @returns the host, or what is wrong with the text: `where` is the path inside it.
 */
export function parseMeasuredHost(text: string): Result<MeasuredHost> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail({ rule: "json", message: `not JSON: ${error instanceof Error ? error.message : String(error)}` });
  }
  const parsed = v.safeParse(measuredHost, json);
  if (parsed.success) return ok(parsed.output);
  return fail(
    ...parsed.issues.map((issue) => ({
      rule: "measured-host",
      where: v.getDotPath(issue) ?? "(whole file)",
      message: issue.message,
    })),
  );
}
