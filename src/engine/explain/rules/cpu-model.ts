// CPU models that the host or a fleet cannot give: compared by the words that QEMU defines for each model.
import { bitIndexes, or, popCount, u32, without, type U32 } from "#base/u32.ts";
import type { Catalog, CpuEntry } from "#catalog/open.ts";
import type { RuleContext } from "../context.ts";
import type { Change, Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";

type Words = ReadonlyMap<string, U32>;
type Found = Omit<Finding, "rule">;

const wordsOf = (words: Readonly<Record<string, string>> | undefined): Words =>
  new Map(Object.entries(words ?? {}).map(([place, word]) => [place, u32(Number(word))]));

/** The words of a name: of its version, or of the first one; empty where nobody measured them. */
const namedWords = ({ model, version }: CpuEntry): Words => wordsOf((version ?? model.versions[0])?.words);

/** Everything that any version of a model has: what a processor of that name may offer. */
function widestWords({ model }: CpuEntry): Words {
  const all = new Map<string, U32>();
  for (const version of model.versions)
    for (const [place, word] of wordsOf(version.words)) all.set(place, or(all.get(place) ?? 0, word));
  return all;
}

/** What the newest version of a model has: bits that microcode took away since are not in it. */
const newestWords = ({ model }: CpuEntry): Words =>
  wordsOf(model.versions.findLast(({ words }) => words !== undefined)?.words);

/** The names of bits that are in one and not in the other. */
function lacking(catalog: Catalog, wanted: Words, offered: Words): readonly string[] {
  const flags = new Map(catalog.flags.words.map((row) => [`${row.leaf}:${row.subleaf}:${row.register}`, row.flags]));
  return [...wanted].flatMap(([place, word]) => {
    const names: Readonly<Record<string, string>> = flags.get(place) ?? {};
    return bitIndexes(without(word, offered.get(place) ?? 0)).flatMap((bit) => names[String(bit)] ?? []);
  });
}

/** QEMU's model of the host, where it was told and has measured words. */
function hostEntry({ catalog, options }: RuleContext): CpuEntry | undefined {
  const entry = catalog.cpuByName.get(options.hostCpu ?? "");
  return entry && widestWords(entry).size > 0 ? entry : undefined;
}

const SHOWN = 8;
const someOf = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(", ") : `${names.slice(0, SHOWN).join(", ")} and ${names.length - SHOWN} more`;

export const hostModelTooNew: Rule = {
  id: "HOST-MODEL-TOO-NEW",
  find: (context) => {
    const { catalog, selection, kind, options } = context;
    const entry = catalog.cpuByName.get(selection.cpu);
    const host = hostEntry(context);
    if (!entry || !host || entry.model.kind !== "named" || selection.accel !== "kvm") return [];
    const missing = lacking(catalog, namedWords(entry), widestWords(host));
    if (missing.length === 0) return [];
    return [
      {
        severity: "error",
        subject: "model",
        say: kind === "libvirt" ? "HOST-MODEL-TOO-NEW/libvirt" : "HOST-MODEL-TOO-NEW",
        args: {
          model: selection.cpu,
          host: options.hostCpu ?? "",
          count: String(missing.length),
          missing: someOf(missing),
        },
        span: context.spanOf("cpu"),
        facts: [{ file: entry.model.file, path: "versions" }],
        fixes: [setCpu(kind === "libvirt" ? "host-model" : (options.hostCpu ?? ""), true)],
      },
    ];
  },
};

const setCpu = (model: string, isSafe: boolean, more: readonly Change[] = []) => ({
  title: model === "host-model" ? "Let libvirt take the host's model" : `Use ${model}`,
  isSafe,
  changes: [{ op: "set-cpu" as const, model }, ...more],
});

/** Names that QEMU and libvirt share: without a version number at the end. */
const PLAIN_NAME = /^(?!.*-v\d+$)/;

/** The richest named model whose bits every model of a fleet has. */
function baseline(catalog: Catalog, fleet: readonly CpuEntry[]): string | undefined {
  const offers = fleet.map(newestWords);
  const weight = (words: Words): number => [...words.values()].reduce((sum, word) => sum + popCount(word), 0);
  return [...catalog.cpuByName]
    .filter(
      ([name, { model }]) => PLAIN_NAME.test(name) && model.kind === "named" && model.vendor === fleet[0]?.model.vendor,
    )
    .map(([name, entry]) => ({ name, words: namedWords(entry) }))
    .filter(({ words }) => words.size > 0 && offers.every((offered) => lacking(catalog, words, offered).length === 0))
    .toSorted((a, b) => weight(b.words) - weight(a.words))[0]?.name;
}

export const fleetSuperset: Rule = {
  id: "FLEET-SUPERSET",
  find: (context) => {
    const { catalog, options, config, selection } = context;
    const fleet = options.fleet.flatMap((name) => catalog.cpuByName.get(name) ?? []);
    if (fleet.length < 2) return [];
    const isHostModel = config.cpuMode === "host-model";
    const takesHost =
      config.cpuMode !== undefined ? config.cpuMode !== "custom" : selection.cpu === "host" || selection.cpu === "max";
    if (isHostModel || takesHost) return [hostCpuOnFleet(context, fleet, isHostModel ? "host-model" : "host")];
    const entry = catalog.cpuByName.get(selection.cpu);
    const offers = fleet.map((row, index) => ({
      name: options.fleet[index] ?? "",
      missing: lacking(catalog, entry ? namedWords(entry) : new Map(), widestWords(row)),
    }));
    const lesser = offers.find(({ missing }) => missing.length > 0);
    if (!entry || !lesser) return [];
    return [
      {
        severity: "error",
        subject: "model",
        say: "FLEET-SUPERSET/model",
        args: { model: selection.cpu, host: lesser.name, missing: someOf(lesser.missing) },
        span: context.spanOf("cpu"),
        facts: [{ file: entry.model.file, path: "versions" }],
        fixes: baselineFix(context, fleet),
      },
    ];
  },
};

const hostCpuOnFleet = (context: RuleContext, fleet: readonly CpuEntry[], subject: string): Found => ({
  severity: "error",
  subject,
  say: subject === "host-model" ? "FLEET-SUPERSET" : "FLEET-SUPERSET/host",
  args: { fleet: context.options.fleet.join(", ") },
  span: context.spanOf("cpu"),
  facts: [],
  fixes: baselineFix(context, fleet),
});

/** Nested virtualisation drags in bits that differ from one generation to the next. */
function baselineFix(context: RuleContext, fleet: readonly CpuEntry[]) {
  const model = baseline(context.catalog, fleet);
  const nested = ["vmx", "svm"].filter((flag) => context.isOn(flag));
  const off = nested.map((property): Change => ({ op: "set-property", property, value: "off" }));
  return model === undefined ? [] : [setCpu(model, context.options.wantMigration, off)];
}

/** Models with an `-IBRS` twin are those whose mitigations came later by microcode. */
export const modelAdvice: Rule = {
  id: "MODEL-ADVICE",
  find: (context) => {
    const { catalog, options, selection, config } = context;
    if (context.guest !== "windows" || selection.cpu !== "host" || config.cpuMode === "host-model") return [];
    const named = options.hostCpu;
    const better = [`${named}-IBRS`, named].find((name) => name !== undefined && catalog.cpuByName.has(name));
    return [
      {
        severity: "info",
        subject: "host",
        say: "MODEL-ADVICE",
        args: {},
        span: context.spanOf("cpu"),
        facts: [],
        fixes: better === undefined ? [] : [setCpu(better, false)],
      },
    ];
  },
};
