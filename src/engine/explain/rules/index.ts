// The rules. A new one is one file and one line here (and its words and its page in docs/rules).
import type { LogRule, Rule } from "../rule.ts";
import { accelTcg } from "./accel-tcg.ts";
import { fleetSuperset, hostModelTooNew, modelAdvice } from "./cpu-model.ts";
import { depMissing } from "./dep-missing.ts";
import { alternative, hypervisorBit, pvAllOff, vendorId } from "./hidden.ts";
import { knownBug, knownIssue } from "./known-issues.ts";
import { logMessage } from "./log-message.ts";
import { logNoise, logNoiseAhead } from "./log-noise.ts";
import { debugOnly, needsMachineOption, unsafePin } from "./machine-options.ts";
import { migBlock, passthrough } from "./migration.ts";
import { msrDecode } from "./msr-decode.ts";
import { modeRequired, noEffect } from "./no-effect.ts";
import { hostNoHyperv } from "./no-hyperv.ts";
import { pairHint } from "./pair-hint.ts";
import { cpuUnknown, deprecated, machineUnknown, qemuRefuses } from "./refusals.ts";
import { staleSet } from "./stale-set.ts";
import { checkTime, timerHpet } from "./time.ts";
import { hostLacks, hostTooOld, qemuTooOld, removed } from "./too-old.ts";
import { translate } from "./translate.ts";
import { neverExisted, unknownFlag } from "./unknown-flag.ts";
import { contradiction, duplicate, valueSyntax } from "./values.ts";
import { vendorOnly } from "./vendor-only.ts";

/** In the order in which their findings are told where place and severity are equal: what stops a start comes first. */
export const RULES: readonly Rule[] = [
  machineUnknown,
  cpuUnknown,
  unknownFlag,
  neverExisted,
  qemuTooOld,
  removed,
  valueSyntax,
  accelTcg,
  hostNoHyperv,
  depMissing,
  vendorOnly,
  hostTooOld,
  hostLacks,
  modeRequired,
  qemuRefuses,
  hostModelTooNew,
  fleetSuperset,
  knownBug,
  migBlock,
  hypervisorBit,
  pvAllOff,
  passthrough,
  needsMachineOption,
  unsafePin,
  debugOnly,
  knownIssue,
  staleSet,
  duplicate,
  contradiction,
  noEffect,
  checkTime,
  deprecated,
  timerHpet,
  pairHint,
  alternative,
  vendorId,
  modelAdvice,
  translate,
  logNoiseAhead,
];

export const LOG_RULES: readonly LogRule[] = [logMessage, logNoise, msrDecode];
