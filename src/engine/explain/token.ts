// One token of a pasted text: what it means and what becomes of it on a host. Pure; the page marks and explains by it.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { Outcome, Problem, ResolvedVm } from "../resolved.ts";
import { outcomeText } from "../words.ts";
import type { Mention, MentionKind } from "./config.ts";

/** How a token stands: in force, off, asked for in vain, refused, not known, not handed on; or nothing of the kind. */
export type TokenLook = "plain" | "on" | "off" | "lost" | "fatal" | "unknown" | "unread";

/** Where an ordinary flag shows. */
export interface FlagBit {
  readonly leaf: string;
  readonly subleaf: number;
  readonly register: Register;
  readonly bit: number;
}

export interface ExplainedToken {
  readonly mention: Mention;
  readonly look: TokenLook;
  readonly meaning: string;
  /** What becomes of it here, in a few words; empty where there is nothing to say. */
  readonly fate: string;
  /** QEMU's own words about it, where it has some. */
  readonly quotes: readonly string[];
  readonly feature?: BundledFeature;
  readonly bit?: FlagBit;
  /** Terms and values: since when, until when, of which vendor. */
  readonly facts: readonly (readonly [term: string, value: string])[];
  /** The catalogue's file about it. */
  readonly file?: string;
}

/**
 * Explains a mention of a VM.
 * @param resolved What becomes of the VM; undefined where that is not worked out, and then no token has a fate.
 */
export function explainToken(catalog: Catalog, mention: Mention, resolved: ResolvedVm | undefined): ExplainedToken {
  const told = meaningOf(catalog, mention);
  const problems = problemsOf(mention, resolved);
  const { look, fate } = fateOf(mention, told.feature, resolved, problems);
  return { mention, ...told, look, fate, quotes: problems.filter((row) => row.printed).map((row) => row.text) };
}

type Told = Pick<ExplainedToken, "meaning" | "feature" | "bit" | "facts" | "file">;

function meaningOf(catalog: Catalog, { kind, name, value }: Mention): Told {
  if (kind === "machine") return machineMeaning(catalog, value);
  if (kind === "cpu") return cpuMeaning(catalog, value);
  if (kind === "timer") return timerMeaning(catalog, name);
  if (kind === "property" || kind === "machine-option" || kind === "global") return propertyMeaning(catalog, name);
  return { meaning: MEANINGS[kind](value), facts: [] };
}

type WordedKind = Exclude<MentionKind, "machine" | "machine-option" | "cpu" | "property" | "global" | "timer">;

const MEANINGS: Readonly<Record<WordedKind, (value: string) => string>> = {
  accel: (value) =>
    value === "tcg"
      ? "QEMU translates the guest's code by itself: nothing of what KVM shows its guests is there."
      : "The guest's code runs on the processor, through the host's KVM; every feature of KVM and Hyper-V comes from it.",
  "kernel-irqchip": (value) =>
    value === "split"
      ? "The local APICs are in the kernel, the other interrupt controllers in QEMU."
      : value === "off"
        ? "All interrupt controllers are in QEMU: slow, and many features need the kernel's."
        : "All interrupt controllers are in the kernel.",
  "xen-version": () => "KVM plays Xen for the guest, which then finds Xen's leaves and not KVM's own.",
  smp: () => "How many processors the guest has.",
  "cpu-pm": () => "Whether the guest may let the processor sleep by itself, without leaving to the host.",
  guest: () => "The guest that the configuration names: it decides which advice fits.",
};

function machineMeaning(catalog: Catalog, name: string): Told {
  const entry = catalog.machineByName.get(name);
  if (entry) {
    const { title, file } = entry.board;
    const { introduced, deprecated, removed } = entry.version;
    return {
      meaning: `A machine type: ${title}. It fixes what the guest finds, whatever newer QEMUs would show it.`,
      facts: spans([
        ["In QEMU since", introduced],
        ["Deprecated in", deprecated],
        ["Removed in", removed],
      ]),
      file,
    };
  }
  const [board] = catalog.boardByAlias.get(name) ?? [];
  return board
    ? {
        meaning: `A name for the newest machine type of the host's QEMU: ${board.title}. After an update of QEMU it means another one.`,
        facts: [],
        file: board.file,
      }
    : { meaning: "A machine type that the catalogue does not have.", facts: [] };
}

/** What libvirt calls what has no name of its own in QEMU. */
const MODES: Readonly<Record<string, string>> = {
  "host-model": "libvirt writes out the model and flags that come nearest to the host's processor.",
  "host-passthrough": "The guest gets everything that the host's processor and KVM offer.",
  maximum: "The guest gets everything that this accelerator can give.",
};

function cpuMeaning(catalog: Catalog, name: string): Told {
  const entry = catalog.cpuByName.get(name);
  if (!entry) return { meaning: MODES[name] ?? "A CPU model that the catalogue does not have.", facts: [] };
  const { model, introduced } = entry;
  const meaning = {
    host: "Everything that the host's processor and KVM offer.",
    max: "Everything that this accelerator can give.",
    base: "A processor with nothing but what is added.",
    named: `A CPU model${entry.version ? ", in one of its versions" : ""}: the same words on every host that has them.`,
  }[model.kind];
  return { meaning, facts: spans([["In QEMU since", introduced]]), file: model.file };
}

const spans = (rows: readonly (readonly [string, string | null | undefined])[]): ExplainedToken["facts"] =>
  rows.flatMap(([term, value]) => (value ? [[term, value.replace("<=", "≤ ")] as const] : []));

function propertyMeaning(catalog: Catalog, name: string): Told {
  const feature = catalog.featureByProperty.get(name);
  if (feature)
    return {
      meaning: [feature.purpose, feature.effect].filter(Boolean).join(" "),
      feature,
      facts: [],
      file: feature.file,
    };
  const word = catalog.flags.words.find(({ flags }) => Object.values(flags).includes(name));
  if (word) {
    const bit = Number(Object.entries(word.flags).find(([, flag]) => flag === name)?.[0]);
    const { leaf, subleaf, register, since } = word;
    return {
      meaning: "An ordinary flag of the processor: the guest sees it if the host has it.",
      bit: { leaf, subleaf, register, bit },
      facts: spans([["QEMU knows it since", since?.[name]]]),
      file: FLAGS,
    };
  }
  const other = catalog.flags.properties.find((row) => row.name === name);
  if (!other) return { meaning: "The catalogue knows no CPU property of this name.", facts: [] };
  const rows = spans([
    ["QEMU knows it since", other.since],
    ["Gone since", other.until],
  ]);
  return { meaning: `A property of the CPU object (${other.type}); it is not a bit that a guest reads.`, facts: rows };
}

const FLAGS = "cpuid/flags.json";

const timerMeaning = (catalog: Catalog, name: string): Told => {
  const feature = catalog.featureById.get(name);
  return feature
    ? { meaning: [feature.purpose, feature.effect].filter(Boolean).join(" "), feature, facts: [], file: feature.file }
    : {
        meaning: "A clock of the machine: whether the guest finds it, or what it does with ticks that came late.",
        facts: [],
      };
};

/** What QEMU or Flipbit has to say about a property of this VM. */
const problemsOf = ({ kind, name, written }: Mention, resolved: ResolvedVm | undefined): readonly Problem[] =>
  resolved === undefined || (kind !== "property" && kind !== "global" && kind !== "machine" && kind !== "cpu")
    ? []
    : resolved.problems.filter((row) =>
        kind === "machine" || kind === "cpu"
          ? row.rule.startsWith(`${kind}-`)
          : row.property !== undefined && [name, written].includes(row.property),
      );

const LOOKS: Readonly<Record<Outcome, TokenLook>> = {
  on: "on",
  off: "off",
  "dropped-warned": "lost",
  "dropped-silently": "lost",
  fatal: "fatal",
  unknown: "unknown",
};

function fateOf(
  mention: Mention,
  feature: BundledFeature | undefined,
  resolved: ResolvedVm | undefined,
  problems: readonly Problem[],
): Pick<ExplainedToken, "look" | "fate"> {
  if (mention.note !== undefined) return { look: "unread", fate: mention.note };
  if (problems.some(({ severity }) => severity === "error")) return { look: "fatal", fate: "QEMU refuses it" };
  const found = feature && resolved?.outcomes.find((row) => row.feature === feature.id);
  // Of a VM that does not start only the culprit has a fate of its own.
  const isIdle = resolved?.starts === "no";
  if (found && (!isIdle || found.outcome === "fatal"))
    return { look: LOOKS[found.outcome], fate: outcomeText(found.outcome) };
  if (problems.some(({ severity }) => severity === "warning")) return { look: "lost", fate: "with a warning" };
  if (feature && isIdle) return { look: "plain", fate: "the VM does not start here" };
  return { look: "plain", fate: "" };
}
