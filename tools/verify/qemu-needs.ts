// Flags that need flags: QEMU expands a model in which everything is on but the needed flag, and must drop what the catalogue says.
import { allNeedsOf } from "#engine/flag-needs.ts";
import { difference, type QemuCheck } from "./qemu-release.ts";
import { readExpansion } from "./qmp-answers.ts";
import { withQmp } from "./qmp.ts";

/** A model that every release has. */
const MODEL = "qemu64";

/** Compares each dependency that this release is said to have, one check each. */
export const checkNeeds = ({ catalog, judge, qemu, release }: QemuCheck): Promise<void> =>
  withQmp(qemu, "none", async (qmp) => {
    for (const { flag, needs, isOpen, isLate, ...range } of catalog.flags.dependencies) {
      if (!release.has(range) || isOpen === true || isLate === true) continue;
      const on = Object.fromEntries([flag, ...allNeedsOf(catalog, release, flag)].map((name) => [name, true]));
      const real = async (props: Record<string, boolean>): Promise<unknown> => {
        const model = { name: MODEL, props: { ...on, ...props } };
        return readExpansion(await qmp.ask("query-cpu-model-expansion", { type: "full", model })).get(flag);
      };
      judge.check(`${flag} needs ${needs}`, [
        ...difference(`${flag} with all that it needs`, true, await real({})),
        ...difference(`${flag} without ${needs}`, false, await real({ [needs]: false })),
      ]);
    }
  });
