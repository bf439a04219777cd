// Everything that a reader can do, as functions of the module: an event calls one, it sets the state, and nothing else does.
import type { Issue, Result } from "#base/result.ts";
import { compareVersions, parseVersion, type Version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Vendor } from "#catalog/schema/common.ts";
import { isLibvirtHost, type AskedHost, type LibvirtHost } from "#catalog/schema/measured.ts";
import type { BitPlace } from "#engine/bit-place.ts";
import { flipBit, setFeature } from "#engine/flip.ts";
import { hostFacts } from "#engine/host.ts";
import { measuredHyperv, measuredVendor } from "#engine/measured-host.ts";
import type { Accel, HostSelection, IrqchipMode, Selection } from "#engine/selection.ts";
import { parseFlags, propertyKey, withFlags } from "./flag-text.ts";
import { keepMeasuredHost } from "./measured-hosts.ts";
import { applyTheme, writePrefs, type Prefs, type Theme } from "./prefs.ts";
import { selectResolved } from "./selectors.ts";
import { afterShowing, withCopy } from "./snippet-memory.ts";
import { store } from "./store.ts";
import { completeHost } from "./url/check.ts";
import type { Focus, Guest, Peek, SnippetDiff, ViewName, ViewState } from "./view.ts";

function openCatalogue(): Catalog {
  const { catalog } = store.getState();
  if (catalog.status !== "ready") throw new Error("the catalogue is not open yet");
  return catalog.catalog;
}

/** Takes a whole new selection: one step of undo. */
export function select(selection: Selection, focus?: Focus): void {
  store.setState((before) => ({
    selection,
    previous: before.selection,
    peek: undefined,
    notices: [],
    ...(focus === undefined ? {} : { view: { ...before.view, focus, leaf: "" } }),
  }));
}

const change = (patch: Partial<Selection>): void => select({ ...store.getState().selection, ...patch });

const changeHost = (patch: Partial<HostSelection>): void =>
  change({ host: { ...store.getState().selection.host, ...patch } });

const show = (patch: Partial<ViewState>): void => store.setState((before) => ({ view: { ...before.view, ...patch } }));

export const chooseMachine = (machine: string): void => change({ machine });
export const chooseCpu = (cpu: string): void => change({ cpu });
export const chooseAccel = (accel: Accel): void => change({ accel });
export const chooseVendor = (vendor: Vendor): void => changeHost({ vendor });
export const chooseHyperv = (hyperv: boolean): void => changeHost({ hyperv });
/** `undefined`: not known, which only a host that answered for itself can do with. */
export function chooseKernel(kernel: string | undefined): void {
  const { kernel: _before, ...host } = store.getState().selection.host;
  change({ host: kernel === undefined ? host : { ...host, kernel } });
}
export const chooseQemu = (qemu: string): void => changeHost({ qemu });
export const chooseLibvirt = (libvirt: string): void => changeHost({ libvirt });
export const chooseGuest = (guest: Guest): void => show({ guest });

/** `undefined` is the machine type's own. */
export function chooseIrqchip(irqchip: IrqchipMode | undefined): void {
  const { irqchip: _before, ...rest } = store.getState().selection;
  select(irqchip === undefined ? rest : { ...rest, irqchip });
}

/** The platform of an id; `undefined` is upstream Linux, which starts from the versions of the platform before. */
export function choosePlatform(platform: string | undefined): void {
  const catalog = openCatalogue();
  const { host } = store.getState().selection;
  const { platform: _platform, kernel: _kernel, qemu: _qemu, libvirt: _libvirt, measured: _measured, ...build } = host;
  change({ host: platform === undefined ? upstreamLike(catalog, host, build) : { ...build, platform } });
}

/** A host that answered for itself; QEMU and libvirt stay those of the host before, as far as they can be its own. */
export function chooseMeasured(found: AskedHost): void {
  const catalog = openCatalogue();
  const measured = keepMeasuredHost(found);
  const { platform: _platform, kernel: _kernel, ...build } = store.getState().selection.host;
  const facts = hostFacts(catalog, store.getState().selection.host);
  const libvirt = notNewer(catalog.libvirt.releases, facts.libvirt);
  const qemu = notNewer(catalog.qemu.releases, facts.qemu);
  change({
    host: completeHost(catalog, {
      ...build,
      measured,
      ...(qemu === undefined ? {} : { qemu }),
      ...(libvirt === undefined ? {} : { libvirt }),
      ...(isLibvirtHost(measured) ? toldByLibvirt(catalog, measured, facts.qemu) : toldByKvm(measured)),
    }),
  });
}

function toldByKvm(measured: Exclude<AskedHost, LibvirtHost>): Partial<HostSelection> {
  const kernel = parseVersion(measured.release ?? measured.kernel);
  return {
    vendor: measuredVendor(measured),
    hyperv: measuredHyperv(measured),
    ...(kernel && { kernel: kernel.join(".") }),
  };
}

/** No kernel: libvirt does not tell it. QEMU is one that has the machine type, at the oldest the release that brought it. */
function toldByLibvirt(catalog: Catalog, host: LibvirtHost, qemu: Version | undefined): Partial<HostSelection> {
  const brought = catalog.machineByName.get(host.machine)?.version.introduced;
  const isTooOld = brought && (qemu === undefined || compareVersions(qemu, parseVersion(brought) ?? []) < 0);
  return { hyperv: true, ...(host.vendor && { vendor: host.vendor }), ...(isTooOld && { qemu: brought }) };
}

/** Back from a measured host to what the catalogue knows of its kernel, or of the newest where none was told. */
export function dropMeasured(): void {
  const { measured: _measured, ...host } = store.getState().selection.host;
  const isTold = host.kernel !== undefined || host.platform !== undefined;
  change({ host: isTold ? host : upstreamLike(openCatalogue(), host, host) });
}

/** Upstream Linux of a version; QEMU and libvirt stay what they are. */
export function chooseKernelHost(kernel: string): void {
  const { host } = store.getState().selection;
  change({ host: upstreamHost(openCatalogue(), host, kernel) });
}

/** A host moved to an upstream kernel, with its QEMU and libvirt written out. */
export function upstreamHost(catalog: Catalog, host: HostSelection, kernel: string): HostSelection {
  const { platform: _platform, measured: _measured, ...build } = host;
  return { ...upstreamLike(catalog, host, build), kernel };
}

/** Upstream Linux, QEMU and libvirt closest to what a host has now. */
function upstreamLike(catalog: Catalog, host: HostSelection, build: Omit<HostSelection, "platform">): HostSelection {
  const facts = hostFacts(catalog, host);
  const kernel = notNewer(catalog.kernels, facts.kernel) ?? catalog.kernels.at(-1)?.version;
  const qemu = notNewer(catalog.qemu.releases, facts.qemu);
  const libvirt = notNewer(catalog.libvirt.releases, facts.libvirt);
  return completeHost(catalog, {
    ...build,
    ...(kernel === undefined ? {} : { kernel }),
    ...(qemu === undefined ? {} : { qemu }),
    ...(libvirt === undefined ? {} : { libvirt }),
  });
}

/** The newest release that is not newer than a version. */
function notNewer(
  releases: readonly { readonly version: string }[],
  at: readonly number[] | undefined,
): string | undefined {
  if (at === undefined) return undefined;
  const older = releases
    .map((release) => ({ text: release.version, version: parseVersion(release.version) ?? [] }))
    .filter((release) => compareVersions(release.version, at) <= 0)
    .toSorted((a, b) => compareVersions(b.version, a.version));
  return older[0]?.text;
}

/** Adds flags as QEMU writes them; a flag already there for the same property is replaced. */
export function addFlags(text: string): Result<null> {
  const parsed = parseFlags(text.trim());
  if (!parsed.ok) return parsed;
  if (parsed.value.length > 0) change({ overrides: withFlags(store.getState().selection.overrides, parsed.value) });
  return { ok: true, value: null };
}

export function removeFlag(property: string): void {
  const { overrides } = store.getState().selection;
  change({ overrides: overrides.filter((override) => propertyKey(override.property) !== propertyKey(property)) });
}

/** Back to what QEMU does by itself: no flags, no globals, the machine's own interrupt controller. */
export function resetFlags(): void {
  const { globals: _globals, irqchip: _irqchip, ...rest } = store.getState().selection;
  select({ ...rest, overrides: [] });
}

function settle(result: Result<Selection>, focus?: Focus): void {
  if (result.ok) select(result.value, focus);
  else store.setState({ notices: result.issues });
}

/** Flips one bit that the guest reads, with the flag and the dependencies that it takes; says why where it cannot. */
export function flip(place: BitPlace, focus?: Focus): void {
  const catalog = openCatalogue();
  const { selection } = store.getState();
  const resolved = selectResolved(catalog, selection);
  settle(flipBit(catalog, selection, resolved, place), focus);
}

/** Switches a feature on or off, with what it requires. */
export function switchFeature(id: string, on: boolean): void {
  settle(setFeature(openCatalogue(), store.getState().selection, id, on));
}

/** Switches several features on, each with what it requires: one step of undo. */
export function takeFeatures(ids: readonly string[]): void {
  const catalog = openCatalogue();
  const issues: Issue[] = [];
  let { selection } = store.getState();
  for (const id of ids) {
    const result = setFeature(catalog, selection, id, true);
    if (result.ok) selection = result.value;
    else issues.push(...result.issues);
  }
  select(selection);
  if (issues.length > 0) notify(issues);
}

/** Explains something else; the CPUID view follows to its leaf. */
export const focusOn = (focus: Focus): void => show({ focus, leaf: "" });
export const openView = (name: ViewName): void => show({ name });
export const openLeaf = (leaf: string): void => show({ leaf });
/** Opens a snippet format; the release belonged to the tool before. */
export const openFormat = (format: string): void => show({ format, target: "" });
export const compareSnippet = (diff: SnippetDiff): void => show({ diff });
export const chooseTarget = (target: string): void => show({ target });

/** Remembers that the reader has the snippets of the present selection in sight. */
export const snippetsShown = (): void =>
  store.setState(({ selection, snippets }) => ({ snippets: afterShowing(snippets, selection) }));

/** Remembers what was copied or downloaded in a format. */
export const snippetTaken = (format: string, target: string): void =>
  store.setState(({ selection, snippets }) => ({ snippets: withCopy(snippets, format, { selection, target }) }));

/** Shows something in the inspector for as long as the pointer or the keyboard rests on it. */
export const peekAt = (peek: Peek | undefined): void => {
  if (store.getState().peek !== peek) store.setState({ peek });
};

export const notify = (notices: readonly Issue[]): void => store.setState({ notices });
export const dismissNotices = (): void => notify([]);

function prefer(patch: Partial<Prefs>): void {
  const prefs = { ...store.getState().prefs, ...patch };
  store.setState({ prefs });
  writePrefs(prefs);
}

export function chooseTheme(theme: Theme): void {
  prefer({ theme });
  applyTheme(theme);
}

export const wrapLines = (wrap: boolean): void => prefer({ wrap });
