// Every factual leaf of a feature stands on evidence under its own path or under one above it.
import type { Feature } from "../schema/feature.ts";
import type { DataCheck } from "./check.ts";

const FACTUAL = [
  "property.since",
  "property.until",
  "property.defaults",
  "cpuid",
  "reports",
  "capabilities",
  "msrs",
  "hypercalls",
  "linuxGuest",
  "requires",
  "conflicts",
  "vendors",
  "migration",
  "libvirt",
] as const;

/** The factual paths that a feature fills and no evidence covers. */
export function uncovered(feature: Feature): string[] {
  const keys = Object.keys(feature.evidence);
  return FACTUAL.filter(
    (path) => isFilled(valueAt(feature, path)) && !keys.some((key) => path === key || path.startsWith(`${key}.`)),
  );
}

const valueAt = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((at, key) => (at === null || typeof at !== "object" ? undefined : Reflect.get(at, key)), value);

const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

export const evidenceCheck: DataCheck = {
  name: "evidence",
  scope: "features",
  check: ({ features }) =>
    features.flatMap(({ file, value }) =>
      uncovered(value).map((path) => ({ where: `${file}: ${path}`, message: "this fact has no evidence" })),
    ),
};
