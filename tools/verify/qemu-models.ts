// CPU models: which names exist, which are on their way out, and what each version defines, flag by flag.
import { hasBit } from "#base/u32.ts";
import type { BundledCpu, BundledCpuVersion } from "#catalog/bundle-types.ts";
import { cpuExists, signatureOf } from "#engine/cpu.ts";
import { difference, type QemuCheck } from "./qemu-release.ts";
import { readExpansion, readModels, type QmpModel } from "./qmp-answers.ts";
import { withQmp, type Qmp } from "./qmp.ts";

/** Compares every CPU model name of the catalogue, and of QEMU, one check each. */
export const checkModels = (check: QemuCheck): Promise<void> =>
  withQmp(check.qemu, "none", async (qmp) => {
    const models = readModels(await qmp.ask("query-cpu-definitions"));
    const unknown = [...models.keys()].filter((name) => !check.catalog.cpuByName.has(name));
    check.judge.check(
      "CPU models that the catalogue lacks",
      unknown.map((name) => `QEMU has ${name}`),
    );
    for (const [name, { model, version }] of check.catalog.cpuByName) {
      const there = models.get(name);
      const defined = version?.name === name ? version : undefined;
      const contents = there && model.kind === "named" ? await contentsOf(check, qmp, name, defined) : [];
      check.judge.check(`CPU model ${name}`, [...existence(check, model, name, there), ...contents]);
    }
  });

function existence(
  { catalog, release }: QemuCheck,
  { deprecated }: BundledCpu,
  name: string,
  there: QmpModel | undefined,
): string[] {
  const isDeprecated = deprecated !== undefined && release.has({ since: deprecated.since });
  return [
    ...difference("exists", cpuExists(catalog, name, release), there !== undefined),
    ...(there?.isDeprecated === undefined ? [] : difference("deprecated", isDeprecated, there.isDeprecated)),
  ];
}

const FIELDS = {
  family: "family",
  model: "model",
  stepping: "stepping",
  level: "level",
  xlevel: "xlevel",
  modelId: "model-id",
  vendorId: "vendor",
  avx10Version: "avx10-version",
} as const;

/** A version's words and numbers. Unversioned names are the same models again and not asked a second time. */
async function contentsOf(
  { catalog, release }: QemuCheck,
  qmp: Qmp,
  name: string,
  version: BundledCpuVersion | undefined,
): Promise<string[]> {
  if (version === undefined) return [];
  if (version.words === undefined) return ["words: the catalogue has none"];
  const real = readExpansion(await qmp.ask("query-cpu-model-expansion", { type: "full", model: { name } }));
  const defined = { ...version, ...signatureOf(version, release) };
  const fields = Object.entries(FIELDS).flatMap(([ours, theirs]) => {
    const value = defined[ours as keyof typeof FIELDS];
    return value === undefined ? [] : difference(theirs, value, real.get(theirs));
  });
  const flags = catalog.flags.words.flatMap((word) => {
    const bits = Number(version.words?.[`${word.leaf}:${word.subleaf}:${word.register}`] ?? 0);
    return Object.entries(word.flags).flatMap(([index, flag]) => {
      const value = real.get(flag);
      // A flag that this release does not know cannot be in its models.
      return difference(flag, hasBit(bits, Number(index)), value ?? false);
    });
  });
  return [...fields, ...flags];
}
