// The QEMU options inside a machine's args: a command line without its program. A -cpu there replaces all that Proxmox VE writes.
import { applyEdits, type Span, type TextEdit } from "#base/text-edit.ts";
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import { quote } from "shlex";
import { readCommand } from "./qemu-command.ts";
import { settingOf, type ProxmoxMachine, type ProxmoxSetting } from "./proxmox-lines.ts";

export interface ProxmoxArguments {
  readonly setting: ProxmoxSetting;
  /** What the options say; places are those in the setting's value. */
  readonly config: ConfigVm;
  readonly issues: readonly Issue[];
  readonly hasCpu: boolean;
}

/** The options of a machine; undefined where it has none. */
export function argumentsOf(catalog: Catalog, machine: ProxmoxMachine): ProxmoxArguments | undefined {
  const setting = settingOf(machine, "args");
  if (!setting || setting.value.trim() === "") return undefined;
  const { config, issues } = readCommand(catalog, setting.value, { start: 0, hasProgram: false });
  const hasCpu = config.mentions.some(({ kind }) => kind === "cpu" || kind === "property");
  return { setting, config, issues, hasCpu };
}

/** A place in a value, as a place in the text. */
export const placeIn = ({ at }: ProxmoxSetting, { start, end }: Span): Span => at(start, end);

/** Edits of a value as edits of the text around it; undefined where its quotes do not carry them. */
export function editValue(
  text: string,
  { value, at, form }: ProxmoxSetting,
  edits: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  const isPlain = edits.every((edit) => /^[\w.,=+:@%/-]*$/.test(edit.text));
  const isSafe =
    form === "line" || isPlain || (form === "quoted" && edits.every((edit) => !/["'\\$`]/.test(edit.text)));
  if (isSafe) return edits.map((edit) => ({ ...at(edit.start, edit.end), text: edit.text }));
  const whole = at(0, value.length);
  const isBare = form === "word" && text.slice(whole.start, whole.end) === value;
  return isBare ? [{ ...whole, text: quote(applyEdits(value, edits)) }] : undefined;
}
