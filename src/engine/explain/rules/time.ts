// Timers of Windows guests: HPET beside the synthetic timers, and a TSC page that may lie idle.
import { factOf } from "../context.ts";
import type { Rule } from "../rule.ts";
import { hasHyperv } from "./changes.ts";

export const timerHpet: Rule = {
  id: "TIMER-HPET",
  find: (context) => {
    const stimer = context.catalog.featureById.get("hv-stimer");
    if (!stimer || context.guest === "linux" || context.enlightenments().length === 0 || !hasHyperv(context)) return [];
    const { hpet } = context.config.timers;
    const hasTimers = context.isOn("hv-stimer") || context.isOn("hv-passthrough");
    const base = {
      severity: "info" as const,
      subject: "hpet",
      args: {},
      span: context.spanOf("hpet"),
      facts: [factOf(stimer, "recommended")],
    };
    if (!hasTimers)
      return hpet === undefined || context.guest !== "windows"
        ? []
        : [{ ...base, say: hpet ? ("TIMER-HPET/hides" as const) : ("TIMER-HPET/keep" as const), fixes: [] }];
    if (hpet === false) return [];
    return [
      {
        ...base,
        say: "TIMER-HPET" as const,
        span: base.span ?? context.spanOf("hv-stimer"),
        fixes: [
          {
            title: "Switch the HPET off",
            isSafe: false,
            changes: [{ op: "set-timer" as const, timer: "hpet", present: false }],
          },
        ],
      },
    ];
  },
};

/** Where re-enlightenment is wanted the TSC is expected to change: there the page most likely lies idle. */
export const checkTime: Rule = {
  id: "CHECK-TIME",
  find: (context) => {
    const feature = context.catalog.featureById.get("hv-time");
    const isDoubtful = context.isOn("hv-time") && context.isOn("hv-reenlightenment") && !context.isOn("invtsc");
    if (!feature || !isDoubtful || context.guest !== "windows" || !hasHyperv(context)) return [];
    return [
      {
        severity: "warning",
        subject: "hv-time",
        say: "CHECK-TIME",
        args: {},
        span: context.spanOf("hv-time"),
        facts: [factOf(feature, "needs")],
        fixes: [],
      },
    ];
  },
};
