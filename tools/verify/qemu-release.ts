// The QEMU under test and what the checks of part (a) share.
import type { Catalog } from "#catalog/open.ts";
import { version } from "#base/version.ts";
import { hostFacts, type HostFacts } from "#engine/host.ts";
import { qemuRelease, type QemuRelease } from "#engine/qemu-release.ts";
import type { HostSelection } from "#engine/selection.ts";
import type { Judge } from "./known.ts";
import type { QmpVersion } from "./qmp-answers.ts";

export interface QemuCheck {
  readonly catalog: Catalog;
  readonly judge: Judge;
  /** The program. */
  readonly qemu: string;
  readonly installed: QmpVersion;
  readonly release: QemuRelease;
  /** A host with this QEMU; its kernel plays no part in what is asked here. */
  readonly selection: HostSelection;
  readonly host: HostFacts;
}

export function openQemuCheck(catalog: Catalog, judge: Judge, qemu: string, installed: QmpVersion): QemuCheck {
  const kernel = catalog.kernels.at(-1)?.version ?? "";
  const selection: HostSelection = { kernel, qemu: installed.release, vendor: "amd", hyperv: true };
  return {
    catalog,
    judge,
    qemu,
    installed,
    selection,
    release: qemuRelease(catalog, version(installed.release)),
    host: hostFacts(catalog, selection),
  };
}

/** A difference between the catalogue and QEMU, or nothing. */
export const difference = (what: string, catalogue: unknown, qemu: unknown): string[] =>
  catalogue === qemu ? [] : [`${what}: catalogue ${shown(catalogue)}, QEMU ${shown(qemu)}`];

const shown = (value: unknown): string => (value === undefined ? "nothing" : String(value));
