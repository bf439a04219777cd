import type { Selection } from "#engine/selection.ts";

/** What a stranger sees first. Links leave these values out, so changing them changes old links: add a link version instead. */
export const DEFAULT_SELECTION: Selection = {
  machine: "q35",
  cpu: "Skylake-Server",
  overrides: [],
  accel: "kvm",
  host: { platform: "debian-12", vendor: "intel", hyperv: true },
};
