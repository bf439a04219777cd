// How virt-install and virt-xml say an element of libvirt: by an option of their own where that release has one, else by --xml.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { byArguments, leftOutBecause, saidBy, type Fate } from "./choices.ts";
import { isObstacle, knownFeature, knownSetting, obstacleOf, type Known, type Target } from "./layer-target.ts";
import type { Saying } from "./libvirt-properties.ts";
import { quote } from "shlex";
import type { XmlNode } from "./xml.ts";

/** Arguments of the program, and what became of the choice. */
export interface VirtinstWord {
  readonly fate: Fate;
  /** An option with its values, e.g. `--features` and `hyperv.relaxed.state=on`. */
  readonly options: readonly (readonly [option: string, value: string])[];
}

const SWITCH = /=(on|off|yes|no)(?=,|$)/g;
const OPPOSITES: Readonly<Record<string, string>> = { on: "off", off: "on", yes: "no", no: "yes" };

/** Says one of libvirt's sayings in virtinst's words. */
export function virtinstWord(catalog: Catalog, target: Target, saying: Saying): VirtinstWord {
  const { property } = saying;
  switch (saying.kind) {
    case "default":
      return { fate: { said: { property, way: "nothing" } }, options: [] };
    case "left-out":
      return { fate: { leftOut: { property, reason: saying.reason } }, options: [] };
    case "cpu-feature":
      return {
        fate: saidBy(property, "--cpu"),
        options: [["--cpu", `${saying.isOn ? "require" : "disable"}=${saying.name}`]],
      };
    case "arguments":
      return argumentsWord(target, property, saying.args);
    case "element":
      return elementWord(catalog, target, property, saying.path, saying.node);
  }
}

function argumentsWord(target: Target, property: string, args: readonly string[]): VirtinstWord {
  const passed = knownSetting(target, "arguments");
  if (isObstacle(passed)) return { fate: leftOutBecause(property, passed.reason, passed.kind), options: [] };
  const option = passed.name ?? "";
  return {
    fate: byArguments(property, option, passed.since),
    options: [[option, args.map(quote).join(" ")]],
  };
}

function elementWord(catalog: Catalog, target: Target, property: string, path: string, node: XmlNode): VirtinstWord {
  const feature = catalog.features.find((row) => row.property?.name === property);
  const known = feature && knownFeature(catalog, target, feature);
  const own = feature && known ? ownOption(target, feature, known) : undefined;
  if (own !== undefined) {
    const option = wordedLike(own, node);
    const [flag = "", ...rest] = option.split(" ");
    return { fate: saidBy(property, option, known?.row.since), options: [[flag, rest.join(" ")]] };
  }
  const xml = knownSetting(target, "xml");
  if (isObstacle(xml)) {
    const reason = known?.obstacle?.kind === "later" ? known.obstacle.reason : `no option of its own; ${xml.reason}`;
    return { fate: leftOutBecause(property, reason, "later"), options: [] };
  }
  const option = xml.name ?? "";
  return {
    fate: saidBy(property, option, xml.since),
    options: xpathsOf(`./${path}`, node).map((xpath) => [option, xpath] as const),
  };
}

/** The feature's own option as that release spells it; undefined where it has none. */
function ownOption(target: Target, feature: BundledFeature, { row, facts, obstacle }: Known): string | undefined {
  if (row.name === null || obstacle !== undefined) return undefined;
  const older = facts?.older;
  const isOlder = older && target.asked !== undefined && obstacleOf(target, { since: older.until }) !== undefined;
  return named(isOlder ? older.name : row.name, feature);
}

/** Where a row serves several features, NAME stands for the element. */
const named = (name: string, feature: BundledFeature): string =>
  name.replaceAll("NAME", /^<([\w-]+)/.exec(feature.libvirt?.on ?? "")?.[1] ?? "NAME");

/** The option with the element's own word, on or off, and its own values. */
function wordedLike(option: string, node: XmlNode): string {
  const attributes = deepest(node).attributes;
  const word = Object.values(attributes).findLast((value) => value in OPPOSITES);
  const last = [...option.matchAll(SWITCH)].at(-1)?.[1];
  const turned =
    word === undefined || last === undefined || word === last
      ? option
      : option.replace(SWITCH, (_, old: string) => `=${OPPOSITES[old] ?? old}`);
  return turned.replace(/retries=\d+/, (text) => (attributes["retries"] ? `retries=${attributes["retries"]}` : text));
}

const deepest = (node: XmlNode): XmlNode => (node.children[0] ? deepest(node.children[0]) : node);

/** Paths for --xml that write an element, one for each attribute. */
export const xpathsOf = (at: string, node: XmlNode): readonly string[] => [
  ...Object.entries(node.attributes).map(([name, value]) => `${at}/${node.name}/@${name}=${value}`),
  ...node.children.flatMap((child) => xpathsOf(`${at}/${node.name}`, child)),
];
