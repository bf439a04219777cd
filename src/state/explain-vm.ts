// The VMs of a pasted text on the host of the VM panel: what becomes of them, token by token, and the way into the explorer.
import type { Catalog } from "#catalog/open.ts";
import { explainToken, type ExplainedToken } from "#engine/explain/token.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import type { Read, TokenPlace } from "./explain.ts";
import type { ShownVm } from "./explain-work.ts";
import { selectResolved } from "./selectors.ts";
import { store } from "./store.ts";

const selections = new WeakMap<ShownVm, Selection>();

/** A VM of the text on a host; the same object for the same VM and host, so that answers about it are remembered. */
export function pastedSelection(config: ShownVm, host: HostSelection): Selection {
  const known = selections.get(config);
  if (known?.host === host) return known;
  const made = { ...config.vm, host };
  selections.set(config, made);
  return made;
}

/** What becomes of a VM of the text; undefined where it has too many flags to be worked out while somebody looks. */
export const pastedResolved = (catalog: Catalog, config: ShownVm, host: HostSelection): ResolvedVm | undefined =>
  config.isComplete ? selectResolved(catalog, pastedSelection(config, host)) : undefined;

/** A token explained; undefined where the text has none at that place any more. */
export function tokenAt(
  catalog: Catalog,
  host: HostSelection,
  read: Read | undefined,
  place: TokenPlace | undefined,
): ExplainedToken | undefined {
  const config = place && read?.explained.vms[place.vm];
  const mention = config?.mentions[place?.mention ?? -1];
  return mention && config && explainToken(catalog, mention, pastedResolved(catalog, config, host));
}

/** The VM with what a part of a configuration leaves open taken from the explorer's. */
function wholeSelection(config: ShownVm, now: Selection): Selection {
  const made = pastedSelection(config, now.host);
  if (config.isWhole) return made;
  return { ...made, machine: made.machine || now.machine, cpu: made.cpu || now.cpu };
}

/** Makes a VM of the text the explorer's, on the host that is there: one step of undo. With a format, opens it as a snippet. */
export function takePasted(config: ShownVm, format?: string): void {
  store.setState(({ selection, view }) => ({
    selection: wholeSelection(config, selection),
    previous: selection,
    peek: undefined,
    notices: [],
    ...(format === undefined ? {} : { view: { ...view, name: "snippets", format, target: "" } }),
  }));
}
