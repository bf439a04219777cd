import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AXES } from "#engine/axis.ts";
import type { Selection } from "#engine/selection.ts";
import { LISTS } from "../catalogue-page.ts";
import { DEFAULT_SELECTION } from "../default-selection.ts";
import { CELL_STATES, type TableView } from "../table-view.ts";
import { DEFAULT_VIEW, GUESTS, SNIPPET_DIFFS, VIEWS, type ViewState } from "../view.ts";
import { parseLink, printLink } from "./link.ts";
import { LINKS } from "./links.fixture.ts";

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
const version = fc.stringMatching(/^[1-9]\d?(\.\d{1,2}){1,2}$/);
const property = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
const word = fc.nat(0xffffffff);

const override = fc.oneof(
  property.map((property) => ({ property, form: "plus", value: "on" }) as const),
  property.map((property) => ({ property, form: "minus", value: "off" }) as const),
  fc.record({ property, form: fc.constant("value" as const), value: fc.string({ unit: "grapheme" }) }),
);

const build = fc.record(
  {
    vendor: fc.constantFrom("intel", "amd"),
    hyperv: fc.boolean(),
    qemu: version,
    libvirt: version,
    xen: fc.boolean(),
    smt: fc.boolean(),
  },
  { requiredKeys: ["vendor", "hyperv"] },
);
const host = fc.oneof(
  fc.tuple(build, version).map(([rest, kernel]) => ({ ...rest, kernel })),
  fc.tuple(build, fc.constantFrom("debian-12", "rhel-9.6")).map(([rest, platform]) => ({ ...rest, platform })),
  fc.tuple(build, version).map(([rest, kernel]) => ({ ...rest, platform: "ubuntu-24.04", kernel })),
);

const selection: fc.Arbitrary<Selection> = fc.record(
  {
    machine: fc.oneof(name, fc.constant("")),
    cpu: fc.oneof(name, fc.constant("")),
    overrides: fc.array(override, { maxLength: 6 }),
    accel: fc.constantFrom("kvm", "tcg"),
    irqchip: fc.constantFrom("on", "split", "off"),
    xenVersion: word,
    cpuPm: fc.boolean(),
    vcpus: fc.integer({ min: 1, max: 4096 }),
    host,
  },
  { requiredKeys: ["machine", "cpu", "overrides", "accel", "host"] },
);

const id = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}$/);
const ids = fc.array(
  fc.oneof(
    id,
    id.map((text) => `@${text}`),
  ),
  { maxLength: 3 },
);
const day = fc.constantFrom("", "2020", "2021-09", "2023-04-05");

const table: fc.Arbitrary<TableView> = fc.record({
  rows: fc.constantFrom(...AXES),
  columns: fc.constantFrom(...AXES),
  cells: fc.constantFrom("counts", "feature"),
  families: fc.subarray(["kvm", "hyperv", "xen", "vmware"]),
  fold: fc.boolean(),
  differs: fc.boolean(),
  newest: fc.boolean(),
  states: fc.subarray([...CELL_STATES]),
  since: day,
  today: day,
  pickedRows: ids,
  pickedColumns: ids,
  pinnedRows: ids,
  pinnedColumns: ids,
  sort: fc.oneof(
    fc.constant(""),
    id,
    id.map((text) => `-${text}`),
  ),
  toggledRows: ids,
  toggledColumns: ids,
  mark: fc.oneof(
    fc.constant(""),
    fc.tuple(id, id).map((pair) => pair.join("|")),
  ),
});

const view: fc.Arbitrary<ViewState> = fc.record({
  name: fc.constantFrom(...VIEWS),
  table,
  focus: fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/).map((id) => ({ kind: "feature", id }) as const),
    fc.record({
      kind: fc.constant("bit" as const),
      leaf: word,
      subleaf: fc.nat(99),
      register: fc.constantFrom("eax", "ebx", "ecx", "edx"),
      bit: fc.nat(31),
    }),
  ),
  leaf: fc.oneof(fc.constant(""), fc.stringMatching(/^0x[0-9a-f]{1,8}(\.\d{1,2})?$/)),
  against: fc.constantFrom("", "defaults", "before", "qemu:9.2", "vm:v=1&cpu=EPYC&set=+hv-time,hv-spinlocks=0xfff"),
  format: fc.constantFrom("", "qemu-argv", "libvirt-domain"),
  diff: fc.constantFrom(...SNIPPET_DIFFS),
  target: fc.constantFrom("", "1.3.0", "7.0-17"),
  guest: fc.constantFrom(...GUESTS),
  explain: fc.record({
    guest: fc.constantFrom("" as const, ...GUESTS),
    wantMigration: fc.boolean(),
    vendors: fc.subarray(["intel", "amd"] as const),
    hostCpu: fc.constantFrom("", "EPYC", "Skylake-Server-v2"),
  }),
  page: fc.oneof(
    fc.constantFrom(...LISTS),
    fc.tuple(fc.constantFrom("feature", "machine", "cpu", "host"), name).map((parts) => parts.join(":")),
  ),
  find: fc.string({ unit: "grapheme" }),
  only: fc.constantFrom("", "family:kvm", "family:hyperv,kernel:4.6-5.x"),
});

describe("a link", () => {
  it("opens as the state that it was made from", () => {
    fc.assert(
      fc.property(selection, view, (selection, view) => {
        const parsed = parseLink(printLink({ selection, view }));
        expect(parsed.issues).toEqual([]);
        expect(parsed.selection).toEqual(selection);
        expect(parsed.view).toEqual(view);
      }),
      { numRuns: 500 },
    );
  });

  it("is read without an exception, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => parseLink(`#${text}`).selection.host.vendor.length > 0),
    );
  });

  it("keeps the keys that this release does not know", () => {
    const { unknownKeys, ...state } = parseLink("#v=1&lesson=3&cpu=EPYC");
    expect(printLink(state, unknownKeys)).toBe("#v=1&cpu=EPYC&lesson=3");
  });

  it("leaves out the defaults", () => {
    expect(printLink({ selection: DEFAULT_SELECTION, view: DEFAULT_VIEW })).toBe("");
  });

  it.each(LINKS)("$link opens for ever", ({ link, selection, host, view, reports = [] }) => {
    const parsed = parseLink(link);
    const expectedHost = Object.fromEntries(
      Object.entries({ ...DEFAULT_SELECTION.host, ...host }).filter(([, value]) => value !== undefined),
    );
    expect(parsed.selection).toEqual({ ...DEFAULT_SELECTION, ...selection, host: expectedHost });
    expect(parsed.view).toEqual({ ...DEFAULT_VIEW, ...view });
    expect(parsed.issues.map((issue) => issue.where)).toEqual(reports);
  });
});
