// The cpu setting of Proxmox VE, part by part: the model, hidden=1, hv-vendor-id=…, and a list of flags.
import type { Span } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Mention } from "#engine/explain/config.ts";
import { nameOf } from "#engine/explain/context.ts";
import { isSwitch } from "../settled.ts";
import { placeIn } from "./proxmox-arguments.ts";
import type { ProxmoxSetting } from "./proxmox-lines.ts";
import type { ProxmoxNames } from "./proxmox-names.ts";
import { itemsOf } from "./qemu-command.ts";

/** A part of the setting; places are those in its value. */
export interface CpuPart extends Span {
  readonly key: string;
  readonly value: string;
  /** Where the part's own value begins. */
  readonly from: number;
}

/** The parts in their order; the model's key is `cputype`, also where it is not written. */
export const cpuParts = ({ value }: ProxmoxSetting): readonly CpuPart[] =>
  itemsOf(value).flatMap(({ text, start, end }, index): CpuPart[] => {
    const equals = text.indexOf("=");
    if (equals < 0) return index === 0 && text !== "" ? [{ key: "cputype", value: text, from: start, start, end }] : [];
    return [{ key: text.slice(0, equals), value: text.slice(equals + 1), from: start + equals + 1, start, end }];
  });

/** A flag of the list, with its sign. */
export interface CpuFlag extends Span {
  readonly name: string;
  readonly sign: string;
}

/** The flags of a `flags=` part. */
export function cpuFlags({ value, from }: CpuPart): readonly CpuFlag[] {
  const flags: CpuFlag[] = [];
  let start = 0;
  for (const text of value.split(";")) {
    const [, sign, name] = /^([+-])(.+)$/.exec(text) ?? [];
    const at = from + start;
    if (sign !== undefined && name !== undefined) flags.push({ name, sign, start: at, end: at + text.length });
    start += text.length + 1;
  }
  return flags;
}

/** The words of Proxmox VE for a switch that is on. */
export const isTrue = (value: string): boolean => /^(?:1|on|yes|true)$/i.test(value);

const REFUSED = "Proxmox VE refuses this flag for a single machine; a custom CPU model may have it.";

/** What the setting says. */
export function cpuMentionsOf(catalog: Catalog, names: ProxmoxNames, setting: ProxmoxSetting): readonly Mention[] {
  return cpuParts(setting).flatMap((part): readonly Mention[] => {
    const { key, value } = part;
    const span = placeIn(setting, part);
    if (key === "cputype") {
      return [
        {
          kind: "cpu",
          name: "cpu",
          written: value,
          value,
          span: placeIn(setting, { start: part.from, end: part.end }),
        },
      ];
    }
    if (key === "flags") return cpuFlags(part).flatMap((flag) => flagMention(catalog, names, setting, flag));
    const feature = names.parts.get(key);
    if (!feature) return [];
    const name = feature.property?.name ?? feature.id;
    // Of the parts that are switches there is one, and it hides KVM.
    const meant = isSwitch(feature) ? (isTrue(value) ? "off" : "on") : value;
    return [{ kind: "property", name, written: key, value: meant, form: "value", span }];
  });
}

function flagMention(
  catalog: Catalog,
  names: ProxmoxNames,
  setting: ProxmoxSetting,
  flag: CpuFlag,
): readonly Mention[] {
  const isPlus = flag.sign === "+";
  const isKnown = names.flags.has(flag.name);
  // Flags such as nested-virt are words of its own: which of QEMU's they are only the host tells.
  const isOwn = isKnown && catalog.featureByProperty.get(flag.name) === undefined && !isFlagOfQemu(catalog, flag.name);
  if (isOwn) return [];
  return [
    {
      kind: "property",
      name: nameOf(catalog, flag.name),
      written: flag.name,
      value: isPlus ? "on" : "off",
      form: isPlus ? "plus" : "minus",
      span: placeIn(setting, flag),
      ...(!isKnown && { note: REFUSED }),
    },
  ];
}

const isFlagOfQemu = (catalog: Catalog, name: string): boolean =>
  catalog.flags.words.some(({ flags }) => Object.values(flags).includes(name)) ||
  Object.hasOwn(catalog.flags.aliases, name);
