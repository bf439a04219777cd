// Hyper-V enlightenments: when they are on, what is refused in which words, and which features end up enabled.
import { and, hasAll, or, bits as bitWord, u32, textWord, type U32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { HostFacts } from "./host.ts";
import type { Assignment, Assignments } from "./properties.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Problem, Tri } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { wordValue } from "./values.ts";

/** `hv-spinlocks` value that means "never notify" and does not switch Hyper-V on by itself. */
export const NEVER_NOTIFY = 0xffffffff;

export interface HypervContext {
  readonly catalog: Catalog;
  readonly qemu: QemuRelease;
  readonly host: HostFacts;
  readonly selection: Selection;
  readonly assignments: Assignments;
}

export interface HypervAnswer {
  /** True when the guest sees the Hyper-V leaves. */
  readonly on: boolean;
  readonly passthrough: boolean;
  /** Enabled features by id: those asked for, or those the host has under hv-passthrough. */
  readonly enabled: ReadonlySet<string>;
  /** Features of a passthrough, or asked of a host that libvirt tells of, that nobody knows about there. */
  readonly unknown: ReadonlySet<string>;
  readonly spinlocks: U32;
  /** QEMU refuses to start, in the order it prints; empty when it accepts the flags. */
  readonly refusals: readonly Problem[];
  /** True when nobody knows whether the host has something that was asked for. */
  readonly unsure: boolean;
}

const tableMemo = new WeakMap<Catalog, readonly BundledFeature[]>();

/** Features of QEMU's Hyper-V table, in the order QEMU checks them. */
export function hypervTable(catalog: Catalog): readonly BundledFeature[] {
  const found = tableMemo.get(catalog);
  if (found) return found;
  const table = catalog.features
    .filter((feature) => feature.label !== undefined)
    .toSorted((a, b) => (a.label?.order ?? 0) - (b.label?.order ?? 0));
  tableMemo.set(catalog, table);
  return table;
}

/** The table's bits of a feature in this QEMU: what the host must have, and what the guest gets. */
export function tableBits(feature: BundledFeature, qemu: QemuRelease): { leaf: U32; register: Register; mask: U32 }[] {
  return feature.cpuid
    .filter((row) => (row.by ?? "always") === "always" && row.bits !== undefined && qemu.has(row))
    .map((row) => ({ leaf: u32(Number(row.leaf)), register: row.register, mask: bitWord(row.bits ?? []) }));
}

/** Whether the host's KVM has all table bits of a feature. `kvmOnly`: the SynIC is KVM's alone (x-hv-synic-kvm-only). */
export function hypervSupported(feature: BundledFeature, qemu: QemuRelease, host: HostFacts, kvmOnly = false): Tri {
  if (feature.id === "hv-synic" && !kvmOnly && host.capability("KVM_CAP_HYPERV_SYNIC2") === "no") return "no";
  // Of several bits nobody knows which one is missing, yet the feature is.
  if (qemu.behaves("hyperv-early-expand") && host.libvirtTold?.says(feature) === "omitted") return "no";
  let answer: Tri = "yes";
  for (const { leaf, register, mask } of tableBits(feature, qemu)) {
    const { word, unknown } = host.word("hyperv", leaf, register);
    if (!hasAll(or(word, unknown), mask)) return "no";
    if (and(unknown, mask) !== 0) answer = "unknown";
  }
  return answer;
}

const valueOf = (assignments: Assignments, name: string): string | undefined => assignments.get(name)?.value;
const isOn = (assignment: Assignment | undefined): boolean => assignment?.value === "on";

/** Whether the host has a feature for a VM with these assignments. */
const supportFor = ({ qemu, host, assignments }: HypervContext, feature: BundledFeature): Tri =>
  hypervSupported(feature, qemu, host, isOn(assignments.get("x-hv-synic-kvm-only")));

/** Value of `hv-spinlocks` that was asked for. */
export const askedSpinlocks = (assignments: Assignments): U32 => {
  const value = valueOf(assignments, "hv-spinlocks");
  return value === undefined ? NEVER_NOTIFY : wordValue(value);
};

/** Features asked for by name, whether or not the host has them. */
export const askedFeatures = ({ catalog, assignments }: Pick<HypervContext, "catalog" | "assignments">): Set<string> =>
  new Set(
    hypervTable(catalog)
      .filter((feature) => isOn(assignments.get(feature.property?.name ?? "")))
      .map((feature) => feature.id),
  );

/** Resolves the enlightenments. Rules: hyperv_enabled(), kvm_hyperv_expand_features(), hyperv_init_vcpu(). */
export function resolveHyperv(context: HypervContext): HypervAnswer {
  const { catalog, qemu, host, selection, assignments } = context;
  const asked = askedFeatures(context);
  const passthrough = isOn(assignments.get("hv-passthrough"));
  const spinlocks = askedSpinlocks(assignments);
  const on = selection.accel === "kvm" && host.hyperv && (asked.size > 0 || passthrough || spinlocks !== NEVER_NOTIFY);
  const off: HypervAnswer = {
    on: false,
    passthrough,
    enabled: new Set(),
    unknown: new Set(),
    spinlocks,
    refusals: [],
    unsure: false,
  };
  if (!on) return off;
  if (passthrough) return resolvePassthrough(context, asked);
  const table = hypervTable(catalog).filter((feature) => asked.has(feature.id));
  const refusals = qemu.behaves("hyperv-early-expand")
    ? firstRefusal(context, table, asked)
    : allRefusals(context, table, asked);
  const open = table.filter((feature) => supportFor(context, feature) === "unknown").map(({ id }) => id);
  // A host that libvirt tells of may also lack Hyper-V altogether: QEMU then drops the flag without a word.
  const unknown = new Set(host.libvirtTold ? open : []);
  return { on, passthrough, enabled: asked, unknown, spinlocks, refusals, unsure: open.length > 0 };
}

function resolvePassthrough(context: HypervContext, asked: ReadonlySet<string>): HypervAnswer {
  const { catalog, qemu, host, assignments } = context;
  const raw = qemu.behaves("hyperv-raw-passthrough");
  const skipsSyndbg = qemu.behaves("passthrough-skips-syndbg");
  const enabled = new Set(asked);
  const unknown = new Set<string>();
  const refusals: Problem[] = [];
  for (const feature of hypervTable(catalog)) {
    if (!feature.property || !qemu.has(feature.property) || (skipsSyndbg && feature.id === "hv-syndbg")) continue;
    const support = supportFor(context, feature);
    if (raw) refusals.push(...rawRefusal(context, feature, enabled, asked.has(feature.id) && support === "no"));
    if (support === "yes") enabled.add(feature.id);
    if (support === "unknown") unknown.add(feature.id);
  }
  refusals.push(...synicRefusal(context, enabled));
  const hostSpinlocks = host.word("hyperv", 0x40000004, "ebx").word;
  const spinlocks = raw || hostSpinlocks !== 0 ? hostSpinlocks : askedSpinlocks(assignments);
  return { on: true, passthrough: true, enabled, unknown, spinlocks, refusals, unsure: unknown.size > 0 };
}

/** Before QEMU 6.1 a passthrough checks dependencies even of features that the host lacks. Rule: hv_cpuid_check_and_set(). */
function rawRefusal(
  context: HypervContext,
  feature: BundledFeature,
  enabled: ReadonlySet<string>,
  lacking: boolean,
): Problem[] {
  const [first] = feature.id === "hv-synic" ? [] : missing(context, feature, enabled);
  if (first) return present([requires(context.qemu, feature, first)]);
  return lacking ? present([notSupported(context.qemu, feature)]) : [];
}

/** The refusal of an enlightenment that this host lacks, in the words of the release where they are known. */
export const notSupported = (qemu: QemuRelease, feature: BundledFeature): Problem | undefined =>
  qemu.message(
    "hyperv-not-supported",
    "hyperv-not-supported",
    { label: feature.label?.text ?? feature.id },
    feature.id,
  ) ??
  plain(
    "hyperv-not-supported",
    `KVM on this host has no ${feature.id}, and this QEMU refuses to start without it.`,
    feature.id,
  );

const requires = (qemu: QemuRelease, feature: BundledFeature, other: BundledFeature): Problem | undefined =>
  qemu.message(
    "hyperv-requires",
    "hyperv-requires",
    { label: feature.label?.text ?? feature.id, other: other.label?.text ?? other.id },
    feature.id,
  ) ?? plain("hyperv-requires", `${feature.id} needs ${other.id}.`, feature.id);

const plain = (rule: Problem["rule"], text: string, property: string): Problem => ({
  rule,
  severity: "error",
  text,
  printed: false,
  property,
});

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);

/** The dependencies that QEMU enforces for a table feature, in the order of QEMU's table. */
export function fatalRequirements(catalog: Catalog, feature: BundledFeature, qemu: QemuRelease): BundledFeature[] {
  return present(
    feature.requires
      .filter((row) => row.check === "fatal" && qemu.has({ since: row.since }))
      .map((row) => catalog.featureById.get(row.feature)),
  ).toSorted((a, b) => (a.label?.order ?? 0) - (b.label?.order ?? 0));
}

const missing = (context: HypervContext, feature: BundledFeature, enabled: ReadonlySet<string>): BundledFeature[] =>
  fatalRequirements(context.catalog, feature, context.qemu).filter((other) => !enabled.has(other.id));

/** `hv-synic` needs `hv-vpindex`, checked behind the table; x-hv-synic-kvm-only waives it. */
function synicRefusal(context: HypervContext, enabled: ReadonlySet<string>): Problem[] {
  const synic = context.catalog.featureById.get("hv-synic");
  if (!synic || !enabled.has(synic.id) || isOn(context.assignments.get("x-hv-synic-kvm-only"))) return [];
  return present(missing(context, synic, enabled).map((other) => requires(context.qemu, synic, other)));
}

/** From QEMU 6.1 on: support first, then dependencies, and the first failure ends it. */
function firstRefusal(
  context: HypervContext,
  table: readonly BundledFeature[],
  enabled: ReadonlySet<string>,
): Problem[] {
  for (const feature of table) {
    const support = supportFor(context, feature);
    if (support === "no") return present([notSupported(context.qemu, feature)]);
    if (feature.id === "hv-synic") continue;
    const [first] = missing(context, feature, enabled);
    if (first) return present([requires(context.qemu, feature, first)]);
  }
  return synicRefusal(context, enabled);
}

/** Up to QEMU 6.0: dependencies before support, and every failure is printed. */
function allRefusals(
  context: HypervContext,
  table: readonly BundledFeature[],
  enabled: ReadonlySet<string>,
): Problem[] {
  const evmcs = table.find((feature) => feature.id === "hv-evmcs");
  if (evmcs && supportFor(context, evmcs) === "no") return present([notSupported(context.qemu, evmcs)]);
  const problems = table.flatMap((feature) => {
    const [first] = feature.id === "hv-synic" ? [] : missing(context, feature, enabled);
    if (first) return present([requires(context.qemu, feature, first)]);
    return supportFor(context, feature) === "no" ? present([notSupported(context.qemu, feature)]) : [];
  });
  return [...problems, ...synicRefusal(context, enabled)];
}

/** The three signature words of a vendor text of at most 12 characters. */
export const signature = (vendor: string): readonly [U32, U32, U32] => {
  const text = vendor.slice(0, 12);
  return [textWord(text, 0), textWord(text, 4), textWord(text, 8)];
};
