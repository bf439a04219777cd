// Collects the processors, leaves and issues of a dump while it is read.
import type { U32 } from "#base/u32.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { Dump, DumpCpu, DumpIssue, DumpLeaf, DumpWords, PropertyValue } from "#engine/dump/dump.ts";

/** Issues kept with their text; a file that is no dump at all would fill the memory with them. */
const MOST_ISSUES = 200;
/** Characters of a line that an issue repeats. */
const MOST_TEXT = 80;

interface OpenCpu {
  label: string;
  readonly leaves: Map<string, DumpLeaf>;
  properties?: Readonly<Record<string, PropertyValue>>;
}

export class DumpBuilder {
  readonly #cpus: OpenCpu[] = [];
  readonly #issues: DumpIssue[] = [];
  #issueCount = 0;

  /** Starts a processor; one that got nothing is replaced. */
  cpu(label: string): void {
    const last = this.#cpus.at(-1);
    if (last && last.leaves.size === 0 && last.properties === undefined) last.label = label;
    else this.#cpus.push({ label, leaves: new Map() });
  }

  #open(): OpenCpu {
    const last = this.#cpus.at(-1);
    if (last) return last;
    const made: OpenCpu = { label: "CPU 0", leaves: new Map() };
    this.#cpus.push(made);
    return made;
  }

  /** True when the leaf is the first of the open processor: where no heading tells, the next one begins with it. */
  beginsAgain(leaf: U32, subleaf: number): boolean {
    const first = this.#cpus.at(-1)?.leaves.values().next().value;
    return first !== undefined && first.leaf === leaf && first.subleaf === subleaf;
  }

  /** How many processors were begun. */
  get count(): number {
    return this.#cpus.length;
  }

  /** Adds registers of a leaf; a register that was given before with another value is an issue, and the first value stays. */
  add(leaf: U32, subleaf: number, words: DumpWords, line: number): void {
    const { leaves } = this.#open();
    const key = `${leaf}:${subleaf}`;
    const known = leaves.get(key);
    if (!known) {
      leaves.set(key, { leaf, subleaf, words, line });
      return;
    }
    const isOther = (name: Register): boolean =>
      words[name] !== undefined && known.words[name] !== undefined && words[name] !== known.words[name];
    if (REGISTERS.some(isOther)) {
      const first = known.line > 0 ? `; line ${known.line} has it with other values, which stay` : "";
      this.issue("said-twice", line, `the leaf is given twice for one processor${first}`);
    }
    leaves.set(key, { ...known, words: { ...words, ...known.words } });
  }

  setProperties(properties: Readonly<Record<string, PropertyValue>>): void {
    this.#open().properties = properties;
  }

  issue(rule: string, line: number, message: string, text?: string): void {
    this.#issueCount += 1;
    if (this.#issues.length >= MOST_ISSUES) return;
    const shown = text === undefined ? "" : `: ${shorten(text)}`;
    this.#issues.push({ rule, line, message: `${message}${shown}`, ...(line > 0 && { where: `line ${line}` }) });
  }

  end(format: string, about: Dump["about"]): Dump {
    const cpus = this.#cpus
      .filter(({ leaves, properties }) => leaves.size > 0 || properties !== undefined)
      .map(({ label, leaves, properties }): DumpCpu => ({
        label,
        leaves: [...leaves.values()],
        ...(properties && { properties }),
      }));
    return { format, about, cpus, issues: this.#issues, issueCount: this.#issueCount };
  }
}

const shorten = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length > MOST_TEXT ? `${trimmed.slice(0, MOST_TEXT)} …` : trimmed;
};
