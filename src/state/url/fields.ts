// Every key a link can have, in the order in which it is written. Adding one is a row here; removing one breaks old links.
import { parseFlags, printFlags } from "../flag-text.ts";
import type { GlobalProperty, HostSelection, Override, Selection } from "#engine/selection.ts";
import { measuredHostId, measuredHostOf } from "../measured-hosts.ts";
import { GUESTS, SNIPPET_DIFFS, VIEWS, type ViewState } from "../view.ts";
import { against } from "./against.ts";
import { count, focus, hexWord, matching, onOff, oneOf, page, qemuName, versionText, type Codec } from "./codecs.ts";
import { EXPLAIN_FIELDS } from "./explain-fields.ts";
import { field, type Field, type LinkState } from "./field.ts";
import { TABLE_FIELDS } from "./table-fields.ts";

const chosen = <K extends keyof Selection>(key: string, name: K, codec: Codec<NonNullable<Selection[K]>>): Field =>
  field(
    key,
    codec,
    (state) => state.selection[name] ?? undefined,
    (state, value) => ({ ...state, selection: { ...state.selection, [name]: value } }),
  );

const onHost = <K extends keyof HostSelection>(
  key: string,
  name: K,
  codec: Codec<NonNullable<HostSelection[K]>>,
): Field =>
  field(
    key,
    codec,
    (state) => state.selection.host[name] ?? undefined,
    (state, value) => withHost(state, { ...state.selection.host, [name]: value }),
  );

const shown = <K extends keyof ViewState>(key: string, name: K, codec: Codec<NonNullable<ViewState[K]>>): Field =>
  field(
    key,
    codec,
    (state) => state.view[name] ?? undefined,
    (state, value) => ({ ...state, view: { ...state.view, [name]: value } }),
  );

const withHost = (state: LinkState, host: HostSelection): LinkState => ({
  ...state,
  selection: { ...state.selection, host },
});

/** For a measured host that did not tell its kernel. */
const UNTOLD = "unknown";

/** `linux-6.12` is upstream Linux, anything else a platform's id. */
const host: Field = {
  key: "host",
  expects: "linux- and a version, or a platform such as debian-12",
  print: ({ selection: { host } }) =>
    host.platform ?? (host.kernel === undefined ? host.measured && UNTOLD : `linux-${host.kernel}`),
  parse: (text, state) => {
    const { platform: _platform, kernel: _kernel, ...rest } = state.selection.host;
    const kernel = /^linux-(\d+(?:\.\d+)*)$/.exec(text)?.[1];
    if (kernel !== undefined) return withHost(state, { ...rest, kernel });
    if (text === UNTOLD) return withHost(state, rest);
    return /^[a-z0-9][a-z0-9.-]*$/.test(text) ? withHost(state, { ...rest, platform: text }) : undefined;
  },
};

/** A kernel other than the platform's own; upstream Linux has it in `host`. */
const kernel: Field = {
  ...onHost("kernel", "kernel", versionText),
  print: ({ selection }) => (selection.host.platform === undefined ? undefined : selection.host.kernel),
};

/** A measured host goes by the name under which this browser keeps it. */
const measured: Field = {
  key: "measured",
  expects: "the name of a measured host that this browser keeps; load its file again",
  print: ({ selection }) => selection.host.measured && measuredHostId(selection.host.measured),
  parse: (text, state) => {
    const found = measuredHostOf(text);
    return found && withHost(state, { ...state.selection.host, measured: found });
  },
};

const flags: Codec<readonly Override[]> = {
  parse: (text) => {
    const parsed = parseFlags(text);
    return parsed.ok ? parsed.value : undefined;
  },
  print: printFlags,
  expects: "flags such as +hv-time,-kvm-pv-eoi",
};

const GLOBAL = /^([A-Za-z0-9_-]+(?:\.[0-9]+)*(?:-x86_64-cpu)?)\.([A-Za-z0-9_-]+)=([^]*)$/;

const globals: Codec<readonly GlobalProperty[]> = {
  parse: (text) => {
    const parsed = text.split(";").map((item) => GLOBAL.exec(item));
    if (parsed.some((match) => match === null)) return undefined;
    return parsed.map((match) => ({ driver: match?.[1] ?? "", property: match?.[2] ?? "", value: match?.[3] ?? "" }));
  },
  print: (values) => values.map(({ driver, property, value }) => `${driver}.${property}=${value}`).join(";"),
  expects: "driver.property=value",
};

export const FIELDS: readonly Field[] = [
  shown("view", "name", oneOf(...VIEWS)),
  chosen("machine", "machine", qemuName),
  chosen("cpu", "cpu", qemuName),
  host,
  kernel,
  onHost("qemu", "qemu", versionText),
  onHost("libvirt", "libvirt", versionText),
  onHost("vendor", "vendor", oneOf("intel", "amd")),
  onHost("hyperv", "hyperv", onOff),
  onHost("kvm-xen", "xen", onOff),
  onHost("smt", "smt", onOff),
  measured,
  chosen("accel", "accel", oneOf("kvm", "tcg")),
  chosen("irqchip", "irqchip", oneOf("on", "split", "off")),
  chosen("xen", "xenVersion", hexWord),
  chosen("cpu-pm", "cpuPm", onOff),
  chosen("vcpus", "vcpus", count),
  chosen("global", "globals", globals),
  chosen("set", "overrides", flags),
  shown("guest", "guest", oneOf(...GUESTS)),
  ...TABLE_FIELDS,
  shown("focus", "focus", focus),
  shown("leaf", "leaf", matching(/^(0x[0-9a-f]{1,8}(\.\d{1,2})?)?$/, "a leaf such as 0x40000001")),
  shown("against", "against", against),
  shown("format", "format", matching(/^[a-z0-9-]*$/, "a format such as qemu-argv")),
  shown("target", "target", matching(/^([A-Za-z0-9][A-Za-z0-9. -]*)?$/, "a release such as 1.3.0")),
  shown("diff", "diff", oneOf(...SNIPPET_DIFFS)),
  ...EXPLAIN_FIELDS,
  shown("page", "page", page),
  shown("find", "find", matching(/^[^]*$/, "words")),
  shown("only", "only", matching(/^([a-z]+:[a-z0-9.-]+(,|$))*$/, "facets such as family:kvm")),
];
