import { describe, expect, it } from "vitest";
import type { MeasuredHost } from "#catalog/schema/measured.ts";
import { keepMeasuredHost, measuredHostId, measuredHostOf } from "./measured-hosts.ts";
import { parseLink, printLink } from "./url/link.ts";
import type { LinkState } from "./url/field.ts";
import { FIELDS } from "./url/fields.ts";
import { DEFAULT_SELECTION } from "./default-selection.ts";
import { DEFAULT_VIEW } from "./view.ts";

const host = (kernel: string): MeasuredHost => ({
  kernel,
  vendor: "AMD",
  capabilities: { KVM_CAP_HYPERV: 1 },
  supportedCpuid: [],
  supportedHvCpuid: [],
});

const field = FIELDS.find((row) => row.key === "measured");
const state: LinkState = { selection: DEFAULT_SELECTION, view: DEFAULT_VIEW };

describe("measured hosts", () => {
  it("have a name of their own, and are found by it without any storage", () => {
    const kept = keepMeasuredHost(host("6.12"));
    expect(measuredHostOf(measuredHostId(kept))).toBe(kept);
    expect(measuredHostId(keepMeasuredHost(host("6.13")))).not.toBe(measuredHostId(kept));
  });

  it("are one object for the same answers, so that nothing is computed twice", () => {
    expect(keepMeasuredHost(host("5.4"))).toBe(keepMeasuredHost(host("5.4")));
  });

  it("of libvirt, which tells no kernel, do not get one from the link's defaults", () => {
    const kept = keepMeasuredHost({ source: "domcapabilities", machine: "pc-q35-9.1", models: [] });
    const { platform: _platform, ...build } = state.selection.host;
    const chosen: LinkState = { ...state, selection: { ...state.selection, host: { ...build, measured: kept } } };
    const link = printLink(chosen);
    expect(link).toContain("host=unknown");
    const { host } = parseLink(link.replace(/^#/, "")).selection;
    expect([host.platform, host.kernel, host.measured]).toEqual([undefined, undefined, kept]);
  });

  it("travel in a link by name; a name that this browser does not know is refused", () => {
    const kept = keepMeasuredHost(host("6.1"));
    const chosen: LinkState = {
      ...state,
      selection: { ...state.selection, host: { ...state.selection.host, measured: kept } },
    };
    const text = field?.print(chosen) ?? "";
    expect(text).toMatch(/^[0-9a-f]{8}$/);
    expect(field?.parse(text, state)?.selection.host.measured).toBe(kept);
    expect(field?.parse("00000000", state)).toBeUndefined();
  });
});
