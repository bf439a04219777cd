// All data checks, one line each.
import { backportsCheck } from "./backports.ts";
import { bitsCheck } from "./bits.ts";
import { changesCheck } from "./changes.ts";
import type { DataCheck } from "./check.ts";
import { cyclesCheck } from "./cycles.ts";
import { evidenceCheck } from "./evidence.ts";
import { flagsCheck } from "./flags.ts";
import { keyOrderCheck } from "./key-order.ts";
import { knownVersionsCheck } from "./known-versions.ts";
import { layersCheck } from "./layers.ts";
import { logCheck } from "./log.ts";
import { ownEvidenceCheck } from "./own-evidence.ts";
import { profilesCheck } from "./profiles.ts";
import { rangesCheck } from "./ranges.ts";
import { referencesCheck } from "./references.ts";
import { sourcesCheck } from "./sources.ts";
import { talkCheck } from "./talk.ts";
import { uniqueCheck } from "./unique.ts";

export const CHECKS: readonly DataCheck[] = [
  evidenceCheck,
  ownEvidenceCheck,
  sourcesCheck,
  referencesCheck,
  cyclesCheck,
  uniqueCheck,
  bitsCheck,
  rangesCheck,
  flagsCheck,
  knownVersionsCheck,
  backportsCheck,
  layersCheck,
  logCheck,
  profilesCheck,
  talkCheck,
  changesCheck,
  keyOrderCheck,
];
