// The matrix of any two axes: each cell is what verdictAt and resolveVm say of its point, with the flags of the selection.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atLeast, version } from "#base/version.ts";
import { realCatalog } from "#testing/catalog.ts";
import { asked, points } from "#testing/points.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { atPoints, AXES, axisPoints, type AxisName, type AxisPoint } from "./axis.ts";
import { openMatrix, type MatrixCell } from "./matrix.ts";
import { distinctLines, foldLines, varies } from "./matrix-lines.ts";
import { resolveVm } from "./resolve.ts";
import type { Selection } from "./selection.ts";
import { verdictAt, visibleFeatures } from "./verdict.ts";

const catalog = realCatalog();
const visible = visibleFeatures(catalog).map((row) => row.id);
const PAIRS = AXES.flatMap((rows) =>
  AXES.filter((columns) => columns !== rows).map((columns) => [rows, columns] as const),
);

interface Truth {
  /** The verdicts of all visible features, which flags do not change. */
  readonly states: ReadonlyMap<string, string>;
  /** The flags of the selection are refused at this point. */
  readonly refused: boolean;
  /** What its guest sees. */
  readonly seen: ReadonlySet<string>;
}

function truthAt(selection: Selection): Truth {
  const made = resolveVm(catalog, selection);
  const on = made.starts === "no" ? [] : made.outcomes.filter((row) => row.outcome === "on");
  const hasFlags = selection.overrides.length > 0;
  return {
    states: new Map(visible.map((id) => [id, verdictAt(catalog, id, selection).state])),
    refused: hasFlags && made.starts === "no",
    seen: new Set(on.map((row) => row.feature).filter((id) => visible.includes(id))),
  };
}

const count = ({ states }: Truth, ids: readonly string[], ...wanted: string[]): number =>
  ids.filter((id) => wanted.includes(states.get(id) ?? "")).length;

/** A cell that counts features: it has one state of its own, whether the VM starts with its flags. */
const counted = (truth: Truth, ids: readonly string[]): Omit<MatrixCell, "newer"> => ({
  state:
    truth.refused || count(truth, visible, "no-start") === visible.length
      ? "no-start"
      : count(truth, ids, "unknown") === ids.length
        ? "unknown"
        : "default",
  seen: ids.filter((id) => truth.seen.has(id)).length,
  possible: count(truth, ids, "default", "opt-in"),
  total: ids.length,
  unknown: count(truth, ids, "unknown"),
  shown: false,
  sayable: true,
});

/** Whether a libvirt release has an element for a feature; true without one. */
function libvirtSays(id: string, libvirt: string | undefined): boolean {
  const element = catalog.featureById.get(id)?.libvirt;
  const since = element?.since?.replace("<=", "");
  if (libvirt === undefined) return true;
  return since !== undefined && element?.emitsNothing !== true && atLeast(version(libvirt), version(since));
}

/** A cell of one feature: its verdict, or that the flags are refused there. */
function verdictCell(
  { states, refused, seen }: Truth,
  id: string,
  libvirt: string | undefined,
): Omit<MatrixCell, "newer"> {
  const verdict = (states.get(id) ?? "unknown") as MatrixCell["state"];
  const state = refused ? "no-start" : verdict;
  return {
    state,
    seen: seen.has(id) ? 1 : 0,
    possible: state === "default" || state === "opt-in" ? 1 : 0,
    total: 1,
    unknown: state === "unknown" ? 1 : 0,
    shown: seen.has(id),
    sayable: libvirtSays(id, libvirt),
  };
}

interface Drawn {
  readonly selection: Selection;
  readonly axes: readonly [AxisName, AxisName];
  readonly feature: string | undefined;
  readonly features: readonly string[] | undefined;
  readonly cells: readonly (readonly [number, number])[];
}

const drawn = (selections: fc.Arbitrary<Selection>): fc.Arbitrary<Drawn> =>
  fc.record({
    selection: selections,
    axes: fc.constantFrom(...PAIRS),
    feature: fc.option(fc.constantFrom(...visible), { nil: undefined }),
    features: fc.option(fc.uniqueArray(fc.constantFrom(...visible), { minLength: 1, maxLength: 9 }), {
      nil: undefined,
    }),
    cells: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 6, maxLength: 6 }),
  });

function check({ selection, axes, feature, features, cells }: Drawn): void {
  const [rows, columns] = [axisPoints(catalog, selection, axes[0]), axisPoints(catalog, selection, axes[1])];
  const matrix = openMatrix(catalog, selection, { rows, columns, feature, features });
  for (const [r, c] of cells) {
    const [row, column] = [rows[r % rows.length]!, columns[c % columns.length]!];
    const { newer, ...made } = matrix.cell(r % rows.length, c % columns.length);
    const truth = truthAt(atPoints(selection, row, column));
    const id = row.feature ?? column.feature ?? feature;
    const where = `${row.id} × ${column.id}`;
    const expected =
      id === undefined ? counted(truth, features ?? visible) : verdictCell(truth, id, row.libvirt ?? column.libvirt);
    expect({ where, ...made, hasNewer: id !== undefined && newer > 0 }).toEqual({
      where,
      ...expected,
      hasNewer: false,
    });
  }
}

describe("cell by cell", { timeout: 120_000 }, () => {
  it("is what verdictAt says, on any two axes", () => {
    fc.assert(fc.property(drawn(points(catalog)), check), { numRuns: 150 });
  });

  it("is what resolveVm says of the flags, on any two axes", () => {
    fc.assert(fc.property(drawn(asked(catalog)), check), { numRuns: 150 });
  });

  const known: readonly (readonly [string, VmWords])[] = [
    ["EPYC", {}],
    ["Skylake-Server on Intel with an old QEMU", { cpu: "Skylake-Server", qemu: "5.2", vendor: "intel" }],
    ["host, split", { cpu: "host", irqchip: "split" }],
    ["base without Hyper-V", { cpu: "base", hyperv: false, qemu: "7.2" }],
    ["with flags", { cpu: "EPYC,+kvm-asyncpf-int,-kvm-pv-eoi,hv-relaxed,hv-vpindex,hv-ipi", qemu: "9.2" }],
    ["TCG", { accel: "tcg", cpu: "qemu64" }],
  ];
  it.each(known)("%s", (_title, words) => {
    fc.assert(fc.property(drawn(fc.constant(vm(words))), check), { numRuns: 40 });
  });
});

const all = (axis: AxisName): readonly AxisPoint[] => axisPoints(catalog, vm(), axis);
const byId = (a: AxisPoint, b: AxisPoint): number => a.id.localeCompare(b.id);
const everyPlace = (items: readonly unknown[]): number[] => items.map((_, index) => index);

describe("folding", { timeout: 60_000 }, () => {
  const open = (rows: AxisName, columns: AxisName) =>
    openMatrix(catalog, vm(), { rows: all(rows), columns: all(columns) });
  const keyOf = (matrix: ReturnType<typeof open>) => (row: number) =>
    matrix.columns.map((_, column) => matrix.key(row, column)).join();

  it.each(PAIRS)("%s by %s loses no line, and folds all it can", (rows, columns) => {
    const matrix = open(rows, columns);
    const key = keyOf(matrix);
    const lines = foldLines(matrix.rows, everyPlace(matrix.rows), key);
    expect(lines.flatMap((line) => line.members)).toEqual(matrix.rows);
    for (const line of lines) {
      expect(line.id).toBe(line.members[0]?.id);
      const indexes = line.members.map((member) => matrix.rows.indexOf(member));
      expect(new Set(indexes.map(key)).size).toBe(1);
    }
    lines.slice(1).forEach((line, at) => {
      const before = lines[at]!;
      expect(before.group !== line.group || key(before.index) !== key(line.index)).toBe(true);
    });
  });

  it("the machine types of a board are few lines", () => {
    const matrix = open("machine", "cpu");
    const lines = foldLines(matrix.rows, everyPlace(matrix.rows), keyOf(matrix)).filter(
      (line) => line.group === "pc-q35",
    );
    expect(lines.length).toBeLessThan(5);
  });

  it("distinct lines hold each kind once, and every point that starts anywhere", () => {
    const matrix = open("machine", "host");
    const cells = (row: number) =>
      matrix.columns.map((_, column) =>
        matrix.cell(row, column).state === "no-start" ? undefined : matrix.key(row, column),
      );
    const lines = distinctLines(matrix.rows, everyPlace(matrix.rows), cells);
    const starting = matrix.rows.filter((_, row) => cells(row).some((cell) => cell !== undefined));
    expect(lines.flatMap((line) => line.members).toSorted(byId)).toEqual(starting.toSorted(byId));
    expect(lines.length).toBeLessThan(starting.length / 4);
    for (const line of lines)
      for (const member of line.members) {
        const [a, b] = [cells(line.index), cells(matrix.rows.indexOf(member))];
        expect(a.every((cell, at) => cell === undefined || b[at] === undefined || cell === b[at])).toBe(true);
      }
  });

  it("a line varies when its cells differ where it starts", () => {
    expect(varies([1, undefined, 1])).toBe(false);
    expect(varies([undefined, undefined])).toBe(false);
    expect(varies([1, undefined, 2])).toBe(true);
  });
});

describe("what a newer host would bring", () => {
  it("is counted on old hosts and nothing on the newest", () => {
    const selection = vm({ cpu: "Skylake-Server", vendor: "intel", qemu: "11.1" });
    const matrix = openMatrix(catalog, selection, {
      rows: all("machine"),
      columns: axisPoints(catalog, selection, "host"),
    });
    const row = matrix.rows.findIndex((point) => point.id === "pc-q35-6.2");
    const at = (id: string) =>
      matrix.cell(
        row,
        matrix.columns.findIndex((point) => point.id === id),
      ).newer;
    const newest = matrix.columns.findLast((point) => point.group === "linux")?.id ?? "";
    expect(at("linux-4.4")).toBeGreaterThan(5);
    expect(at("linux-5.15")).toBeLessThan(at("linux-4.4"));
    expect(at(newest)).toBe(0);
  });
});

describe("counts of a family", () => {
  it("count only what is asked for", () => {
    const features = visible.filter((id) => id.startsWith("hv-"));
    const matrix = openMatrix(catalog, vm(), { rows: all("machine"), columns: all("host"), features });
    expect(matrix.cell(0, 0).total).toBe(features.length);
    expect(matrix.counts).toBe(true);
  });
});
