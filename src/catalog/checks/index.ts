// All data checks, one line each.
import type { DataCheck } from "./check.ts";
import { cyclesCheck } from "./cycles.ts";
import { evidenceCheck } from "./evidence.ts";
import { rangesCheck } from "./ranges.ts";
import { referencesCheck } from "./references.ts";
import { uniqueCheck } from "./unique.ts";

export const CHECKS: readonly DataCheck[] = [evidenceCheck, referencesCheck, cyclesCheck, uniqueCheck, rangesCheck];
