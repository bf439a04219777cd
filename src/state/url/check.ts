// A link can be well written and still name what this catalogue does not have: then the default stands in, and a notice says so.
import type { Issue } from "#base/result.ts";
import { compareVersions, parseVersion } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import type { HostSelection } from "#engine/selection.ts";
import { hasPage, parsePage } from "../catalogue-page.ts";
import { DEFAULT_SELECTION } from "../default-selection.ts";
import { DEFAULT_TABLE } from "../table-view.ts";
import { DEFAULT_VIEW } from "../view.ts";
import type { LinkState } from "./field.ts";

type Check = (
  catalog: Catalog,
  state: LinkState,
  report: (key: string, name: string, shown: string) => void,
) => LinkState;

const machine: Check = (catalog, state, report) => {
  const { machine: name } = state.selection;
  if (name === "" || catalog.machineByName.has(name) || catalog.boardByAlias.has(name)) return state;
  report("machine", name, DEFAULT_SELECTION.machine);
  return { ...state, selection: { ...state.selection, machine: DEFAULT_SELECTION.machine } };
};

const cpu: Check = (catalog, state, report) => {
  const { cpu: name } = state.selection;
  if (name === "" || catalog.cpuByName.has(name)) return state;
  report("cpu", name, DEFAULT_SELECTION.cpu);
  return { ...state, selection: { ...state.selection, cpu: DEFAULT_SELECTION.cpu } };
};

const hostCpu: Check = (catalog, state, report) => {
  const { explain } = state.view;
  if (explain.hostCpu === "" || catalog.cpuByName.has(explain.hostCpu)) return state;
  report("host-cpu", explain.hostCpu, "no processor");
  return { ...state, view: { ...state.view, explain: { ...explain, hostCpu: "" } } };
};

const platform: Check = (catalog, state, report) => {
  const { host } = state.selection;
  const fallback = DEFAULT_SELECTION.host.platform ?? "";
  // A link without a kernel, to a measured host that this browser does not keep: that is reported already.
  if (host.platform === undefined && host.kernel === undefined && host.measured === undefined)
    return { ...state, selection: { ...state.selection, host: { ...host, platform: fallback } } };
  if (host.platform === undefined || catalog.platformById.has(host.platform)) return state;
  const { platform: _unknown, ...rest } = host;
  report("host", host.platform, fallback);
  return { ...state, selection: { ...state.selection, host: { ...rest, platform: fallback } } };
};

const focus: Check = (catalog, state, report) => {
  const { focus } = state.view;
  if (focus.kind !== "feature" || catalog.featureById.has(focus.id)) return state;
  report("focus", focus.id, "another feature");
  return { ...state, view: { ...state.view, focus: DEFAULT_VIEW.focus } };
};

const page: Check = (catalog, state, report) => {
  const known = parsePage(state.view.page);
  if (known !== undefined && hasPage(catalog, known)) return state;
  report("page", state.view.page, "the list");
  return { ...state, view: { ...state.view, page: DEFAULT_VIEW.page } };
};

const axes: Check = (_catalog, state, report) => {
  const { table } = state.view;
  if (table.rows !== table.columns) return state;
  const columns = table.rows === DEFAULT_TABLE.columns ? DEFAULT_TABLE.rows : DEFAULT_TABLE.columns;
  report("columns", table.columns, columns);
  return { ...state, view: { ...state.view, table: { ...table, columns } } };
};

/** An upstream host without QEMU and libvirt gets the newest that the catalogue knows. */
export function completeHost(catalog: Catalog, host: HostSelection): HostSelection {
  if (host.platform !== undefined || (host.qemu !== undefined && host.libvirt !== undefined)) return host;
  const qemu = host.qemu ?? newest(catalog.qemu.releases);
  const libvirt = host.libvirt ?? newest(catalog.libvirt.releases);
  return { ...host, ...(qemu === undefined ? {} : { qemu }), ...(libvirt === undefined ? {} : { libvirt }) };
}

function newest(releases: readonly { readonly version: string }[]): string | undefined {
  const ordered = releases.toSorted((a, b) =>
    compareVersions(parseVersion(b.version) ?? [], parseVersion(a.version) ?? []),
  );
  return ordered[0]?.version;
}

/** The state with every unknown name replaced by the default's, and a report for each. */
export function checkLink(
  catalog: Catalog,
  given: LinkState,
): { readonly state: LinkState; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const report = (key: string, name: string, shown: string) =>
    issues.push({
      rule: "link-not-in-catalogue",
      where: key,
      message: `The link says ${key}=${name}, which this catalogue does not have: ${shown} is shown instead.`,
    });
  const state = [machine, cpu, hostCpu, platform, focus, page, axes].reduce(
    (checked, check) => check(catalog, checked, report),
    given,
  );
  const host = completeHost(catalog, state.selection.host);
  return {
    state: host === state.selection.host ? state : { ...state, selection: { ...state.selection, host } },
    issues,
  };
}
