// Decides how libvirt can say one CPU property: by an element, by a CPU feature, only by QEMU arguments passed through, or not at all.
// Which elements exist and since when is the catalogue's; what libvirt does with a value or an "off" is here, with its source.
import { parseU32 } from "#base/u32.ts";
import { atLeast, version, versionText, type Version } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { hostFacts } from "#engine/host.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { GlobalProperty, Selection } from "#engine/selection.ts";
import { domainCpuModel } from "./libvirt-model.ts";
import { cpuDriver, printGlobalLong } from "./qemu-options.ts";
import { isOff, isOn, isSwitch, settleOverrides, type Settled } from "./settled.ts";
import { fitsXml, parseElement, type XmlNode } from "./xml.ts";

/** How one choice is said. `reason` tells why an element was not used. */
export type Saying =
  | { readonly kind: "element"; readonly property: string; readonly path: string; readonly node: XmlNode }
  | { readonly kind: "cpu-feature"; readonly property: string; readonly name: string; readonly isOn: boolean }
  | { readonly kind: "arguments"; readonly property: string; readonly args: readonly string[]; readonly reason: string }
  | { readonly kind: "left-out"; readonly property: string; readonly reason: string }
  | { readonly kind: "default"; readonly property: string };

interface Context {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly libvirt: Version | undefined;
  readonly settled: ReadonlyMap<string, Settled>;
  /** The QOM type of the CPUs that libvirt's own -cpu makes. */
  readonly driver: string;
}

/**
 * Properties whose "off" libvirt hands to QEMU; every other off emits nothing.
 * Measured: observed/libvirt-9.0.0-domxml-to-native.json and -12.8.0- of the catalogue.
 */
export const EMITS_OFF: ReadonlySet<string> = new Set([
  "kvm",
  "kvmclock",
  "kvm-pv-eoi",
  "kvm-pv-ipi",
  "kvm-pv-unhalt",
  "vmport",
]);

/** libvirt refuses fewer retries: "HyperV spinlock retry count must be at least 4095" (run: 9.0.0 and 12.8.0). */
export const FEWEST_RETRIES = 4095;
/** VIR_DOMAIN_HYPERV_VENDOR_ID_MAX, libvirt src/conf/domain_conf.h; its schema also forbids commas. */
export const VENDOR_ID = /^[^,]{1,12}$/;

/** QEMU's names that libvirt's CPU map spells otherwise: libvirt src/qemu/qemu_capabilities.c, virQEMUCapsCPUFeaturesX86. */
export const LIBVIRT_FLAGS: Readonly<Record<string, string>> = {
  "cmp-legacy": "cmp_legacy",
  "ds-cpl": "ds_cpl",
  "fxsr-opt": "fxsr_opt",
  "lahf-lm": "lahf_lm",
  "nodeid-msr": "nodeid_msr",
  pclmulqdq: "pclmuldq",
  "perfctr-core": "perfctr_core",
  "perfctr-nb": "perfctr_nb",
  "tsc-adjust": "tsc_adjust",
};

/** Every override of a selection as libvirt can say it, in the order of their first mention. */
export function sayProperties(catalog: Catalog, selection: Selection): readonly Saying[] {
  const { libvirt } = hostFacts(catalog, selection.host);
  const settled = settleOverrides(catalog, selection.overrides);
  const driver = cpuDriver(domainCpuModel(catalog, selection).name);
  const context: Context = { catalog, selection, libvirt, settled, driver };
  return [...settled.values()].map((property) => say(context, property));
}

function say(context: Context, settled: Settled): Saying {
  const { property, value, feature } = settled;
  if (feature) return isOff(settled) ? sayOff(context, settled, feature) : sayOn(context, settled, feature);
  const isFlag = context.catalog.flags.words.some((word) => Object.values(word.flags).includes(property));
  if (isFlag && /^(?:on|yes|true|y|off|no|false|n)$/.test(value)) {
    return { kind: "cpu-feature", property, name: LIBVIRT_FLAGS[property] ?? property, isOn: isOn(value) };
  }
  return byGlobal(context, settled, "libvirt has no element for this CPU property");
}

function sayOn(context: Context, settled: Settled, feature: BundledFeature): Saying {
  const on = feature.libvirt?.on;
  const obstacle = obstacleFor(context, feature) ?? (on === undefined ? "libvirt has no element for it" : undefined);
  if (on === undefined || obstacle !== undefined) return byGlobal(context, settled, obstacle ?? "");
  if (feature.libvirt?.emitsNothing === true) {
    return byGlobal(context, settled, "libvirt takes an element for it but hands nothing to QEMU");
  }
  const node = withValue(parseElement(on), settled);
  if (typeof node === "string") return byGlobal(context, settled, node);
  return { kind: "element", property: settled.property, path: feature.libvirt?.path ?? "", node };
}

/** Why the element cannot be used here, whatever the value. */
function obstacleFor(context: Context, feature: BundledFeature): string | undefined {
  const { libvirt: lore } = feature;
  if (lore?.since === undefined || lore.since === null) return "libvirt has no element for it";
  const since = version(lore.since.replace("<=", ""));
  if (context.libvirt && !atLeast(context.libvirt, since)) {
    return `libvirt has an element for it from ${versionText(since)} on, and this host has ${versionText(context.libvirt)}`;
  }
  const passthrough = context.settled.get("hv-passthrough");
  if (lore.path === "features/hyperv" && passthrough && isOn(passthrough.value)) {
    return "newer libvirt ignores single enlightenments beside mode='passthrough'";
  }
  return carrierObstacle(context, feature);
}

/** An element inside another feature's element needs that feature on: else libvirt would switch it on, too. */
function carrierObstacle({ catalog, settled }: Context, feature: BundledFeature): string | undefined {
  const outer = feature.libvirt?.on === undefined ? undefined : parseElement(feature.libvirt.on);
  if (outer === undefined || outer.children.length === 0) return undefined;
  const carrier = catalog.features.find(({ libvirt }) => {
    if (libvirt?.on === undefined || libvirt.path !== feature.libvirt?.path) return false;
    const node = parseElement(libvirt.on);
    return node.name === outer.name && node.children.length === 0;
  });
  const name = carrier?.property?.name;
  if (name === undefined || isOn(settled.get(name)?.value ?? "off")) return undefined;
  return `libvirt can only say it together with ${name}, which is not on here`;
}

/** The element with the property's own value in it, or why libvirt would refuse that value. */
function withValue(node: XmlNode, { value, feature }: Settled): XmlNode | string {
  if (isSwitch(feature)) return isOn(value) ? node : `libvirt cannot say the value ${JSON.stringify(value)}`;
  const slot = Object.keys(node.attributes).find((name) => name !== "state" && name !== "name");
  if (slot === undefined) return "libvirt's element has no place for a value";
  if (feature?.property?.type === "string") {
    if (!VENDOR_ID.test(value) || !fitsXml(value)) return `libvirt refuses the value ${JSON.stringify(value)}`;
    return { ...node, attributes: { ...node.attributes, [slot]: value } };
  }
  const number = parseU32(value);
  if (number === undefined || number < FEWEST_RETRIES) {
    return `libvirt refuses values below ${FEWEST_RETRIES}`;
  }
  return { ...node, attributes: { ...node.attributes, [slot]: String(number) } };
}

function sayOff(context: Context, settled: Settled, feature: BundledFeature): Saying {
  const { property } = settled;
  const off = feature.libvirt?.off;
  if (off !== undefined && EMITS_OFF.has(property) && obstacleFor(context, feature) === undefined) {
    return { kind: "element", property, path: feature.libvirt?.path ?? "", node: parseElement(off) };
  }
  if (feature.family === "hyperv" && !isAskedElsewhere(context, property)) return { kind: "default", property };
  return byGlobal(context, settled, "libvirt has no way to switch it off");
}

/** True when something else than the property itself may switch an enlightenment on: -global, passthrough, or an old machine type. */
function isAskedElsewhere({ catalog, selection, settled }: Context, property: string): boolean {
  const passthrough = settled.get("hv-passthrough");
  if (passthrough !== undefined && isOn(passthrough.value)) return true;
  if ((selection.globals ?? []).some((row) => row.property.replaceAll("_", "-") === property)) return true;
  const { outcomes } = resolveVm(catalog, { ...selection, overrides: [] });
  return outcomes.find((row) => row.property === property)?.by === "compat";
}

function byGlobal({ driver }: Context, { property, value }: Settled, reason: string): Saying {
  const row: GlobalProperty = { driver, property, value };
  return sayArguments(property, ["-global", printGlobalLong(row)], reason);
}

/** QEMU arguments passed through, unless XML cannot carry them. */
export function sayArguments(property: string, args: readonly string[], reason: string): Saying {
  if (args.every(fitsXml)) return { kind: "arguments", property, args, reason };
  return { kind: "left-out", property, reason: "XML cannot carry the characters of its value" };
}
