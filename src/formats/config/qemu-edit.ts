// Writes a change into a QEMU command line: as few characters as can say it, in the way the line is written already.
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { readStatement, type CommandOption } from "./qemu-command.ts";
import { scanStatement, sourceSpan, type ScannedWord } from "./shell-scan.ts";

/** What an edit may look at. */
export interface Editing {
  readonly catalog: Catalog;
  readonly text: string;
  readonly config: ConfigVm;
  readonly options: readonly CommandOption[];
  /** The value of -cpu; unset where there is none. */
  readonly cpu: ScannedWord | undefined;
}

type Scanned = Pick<Editing, "text" | "options" | "cpu">;

/** A machine may have as many findings as flags: its line is scanned once for all of them. */
const scans = new WeakMap<ConfigVm, Scanned>();

function scanned(text: string, config: ConfigVm, scan: () => Omit<Scanned, "text">): Scanned {
  const known = scans.get(config);
  if (known?.text === text) return known;
  const made = { text, ...scan() };
  scans.set(config, made);
  return made;
}

/** The edits of a change; undefined where a command line cannot say it. */
export function editCommand(
  catalog: Catalog,
  text: string,
  config: ConfigVm,
  change: Change,
): readonly TextEdit[] | undefined {
  const { options, cpu } = scanned(text, config, () => {
    const statement = readStatement(scanStatement(text, config.span.start));
    return {
      options: statement.options,
      cpu: statement.options.findLast(({ name }) => name === "cpu")?.argument?.scanned,
    };
  });
  return editAs({ catalog, text, config, options, cpu }, change);
}

/** The same for a value of -cpu that stands alone. */
export function editCpuValue(
  catalog: Catalog,
  text: string,
  config: ConfigVm,
  change: Change,
): readonly TextEdit[] | undefined {
  const { cpu } = scanned(text, config, () => ({
    options: [],
    cpu: scanStatement(text, config.span.start).words[0],
  }));
  return editAs({ catalog, text, config, options: [], cpu }, change);
}

/** The edits of a change to the value of -cpu or the options given; the config's mentions are those of that text. */
export function editAs(editing: Editing, change: Change): readonly TextEdit[] | undefined {
  const { config } = editing;
  switch (change.op) {
    case "set-property":
      return setProperty(editing, change);
    case "remove-property":
      return config.mentions.flatMap((mention) =>
        mention.kind === "property" && mention.name === change.property ? removeItem(editing, mention) : [],
      );
    case "remove-mention": {
      const mention = config.mentions[change.mention];
      return mention && removeItem(editing, mention);
    }
    case "rename": {
      const mention = config.mentions[change.mention];
      return mention && rename(editing, mention, change.to);
    }
    case "set-cpu":
      return setCpu(editing, change.model);
    case "set-machine":
      return setSuboption(editing, "machine", change.machine);
    case "set-option":
      return setSuboption(editing, change.option, change.value);
    case "set-timer":
      return setSuboption(editing, change.timer, change.present ? "on" : "off");
  }
}

/** The name in the way the others of its family are written, `hv_time` beside `hv_relaxed`. */
function spelled({ catalog, config }: Editing, property: string): string {
  const family = catalog.featureByProperty.get(property)?.family;
  const others = config.mentions.filter(
    ({ kind, name }) =>
      kind === "property" && family !== undefined && catalog.featureByProperty.get(name)?.family === family,
  );
  const underscored = others.length > 0 && others.every(({ written }) => written.includes("_"));
  return underscored ? property.replaceAll("-", "_") : property;
}

/** A flag in the shortest form that every QEMU takes. */
function flagText(editing: Editing, property: string, value: string): string {
  const feature = editing.catalog.featureByProperty.get(property);
  const isNative = feature?.family === "kvm" && feature.property?.type === "bit";
  const isPlain = feature === undefined && /^(?:on|off)$/.test(value);
  if ((isNative || isPlain) && /^(?:on|off)$/.test(value)) return `${value === "on" ? "+" : "-"}${property}`;
  const name = spelled(editing, property);
  return value === "on" ? name : `${name}=${value}`;
}

function setProperty(
  editing: Editing,
  { property, value, before }: Change & { readonly op: "set-property" },
): readonly TextEdit[] | undefined {
  const { config, cpu, text } = editing;
  const own = config.mentions.filter(({ kind, name }) => kind === "property" && name === property);
  const [first, ...more] = own;
  if (first) {
    if (own.every((mention) => mention.value === value)) return [];
    const put = first.form === "value" ? `${first.written}=${value}` : flagText(editing, property, value);
    return [{ ...first.span, text: put }, ...more.flatMap((mention) => removeItem(editing, mention))];
  }
  const flag = flagText(editing, property, value);
  if (cpu === undefined) {
    if (editing.options.length === 0 && !config.isWhole) return undefined;
    return [insertOption(editing, `-cpu ${config.vm.cpu === "" ? "qemu64" : config.vm.cpu},${flag}`)];
  }
  const anchor = config.mentions.find(({ kind, name }) => kind === "property" && name === before);
  if (anchor) return [{ start: anchor.span.start, end: anchor.span.start, text: `${flag},` }];
  const end = sourceSpan(cpu, 0, cpu.text.length).end;
  return [{ start: end, end, text: text[end - 1] === "," ? flag : `,${flag}` }];
}

/** A new option stands in front of the first one: at the end another fix may want to lengthen the last argument. */
function insertOption({ config, options }: Editing, text: string): TextEdit {
  const at = options[0]?.option.offset;
  if (at === undefined) return { start: config.span.end, end: config.span.end, text: ` ${text}` };
  return { start: at, end: at, text: `${text} ` };
}

/** Takes an item out of its list together with one comma. */
function removeItem({ text }: Editing, { kind, span }: Mention): readonly TextEdit[] {
  if (kind === "global" || (kind === "accel" && text.slice(span.start, span.end) === "-enable-kvm")) return [];
  if (text[span.start - 1] === ",") return [{ start: span.start - 1, end: span.end, text: "" }];
  return [{ start: span.start, end: text[span.end] === "," ? span.end + 1 : span.end, text: "" }];
}

/** Writes the name otherwise inside its token. */
function rename({ text }: Editing, { span, written }: Mention, to: string): readonly TextEdit[] {
  const at = text.slice(span.start, span.end).indexOf(written);
  if (at < 0) return [];
  const start = span.start + at;
  return [{ start, end: start + written.length, text: to }];
}

function setCpu(editing: Editing, model: string): readonly TextEdit[] | undefined {
  if (model === "host-model") return undefined;
  const name = model === "host-passthrough" ? "host" : model;
  const { config, cpu } = editing;
  const mention = config.mentions.find(({ kind }) => kind === "cpu");
  if (mention) return [{ ...mention.span, text: name }];
  return cpu === undefined && config.isWhole ? [insertOption(editing, `-cpu ${name}`)] : undefined;
}

/** Sets a suboption of -machine: where it stands, behind the others, or in an option of its own. */
function setSuboption(editing: Editing, key: string, value: string): readonly TextEdit[] | undefined {
  const { config, options } = editing;
  const isType = key === "machine";
  const mention = config.mentions.find(({ kind, name }) => (kind === "timer" ? name === key : kind === key));
  if (mention) {
    const isBare = isType || mention.written === mention.value;
    // `-no-hpet` is an option of its own.
    const put = mention.written.startsWith("-") ? `-machine ${key}=${value}` : `${mention.written}=${value}`;
    return [{ ...mention.span, text: isBare ? value : put }];
  }
  if (!config.isWhole && options.length === 0) return undefined;
  const machine = options.findLast(({ name }) => name === "machine")?.argument?.scanned;
  if (machine === undefined) return [insertOption(editing, `-machine ${isType ? value : `${key}=${value}`}`)];
  const { start, end } = sourceSpan(machine, 0, machine.text.length);
  return isType ? [{ start, end: start, text: `${value},` }] : [{ start: end, end, text: `,${key}=${value}` }];
}
