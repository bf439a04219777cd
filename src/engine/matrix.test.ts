// The table on screen: folding hides nothing, and each cell is the verdict of every point that was folded into it.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { buildMatrix, hostId, type Matrix, type MatrixCell, type MatrixSpec } from "./matrix.ts";
import { resolveVm } from "./resolve.ts";
import type { Selection } from "./selection.ts";
import { verdictAt, visibleFeatures } from "./verdict.ts";

const catalog = realCatalog();
const visible = visibleFeatures(catalog).map((row) => row.id);

const selections: readonly (readonly [string, VmWords])[] = [
  ["EPYC", {}],
  ["Skylake-Server on Intel with an old QEMU", { cpu: "Skylake-Server", qemu: "5.2", vendor: "intel" }],
  ["host, split", { cpu: "host", irqchip: "split" }],
  ["base without Hyper-V", { cpu: "base", hyperv: false, qemu: "7.2" }],
  ["with flags", { cpu: "EPYC,+kvm-asyncpf-int,-kvm-pv-eoi,hv-relaxed,hv-vpindex,hv-ipi", qemu: "9.2" }],
  ["TCG", { accel: "tcg", cpu: "qemu64" }],
];

const specs: readonly MatrixSpec[] = [
  { rows: "machine", columns: "host" },
  { rows: "machine", columns: "host", feature: "kvm-asyncpf-int" },
  { rows: "machine", columns: "host", feature: "hv-tlbflush-ext", hosts: "linux" },
  { rows: "feature", columns: "host" },
  { rows: "feature", columns: "host", hosts: "platforms" },
];

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rowMember: Matrix["rows"][number]["members"][number];
  readonly columnMember: Matrix["columns"][number]["members"][number];
}

/** Some cells and some member of each of their lines. */
const cells = (matrix: Matrix): fc.Arbitrary<Cell> =>
  fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()).map(([r, c, rm, cm]) => {
    const row = r % matrix.rows.length;
    const column = c % matrix.columns.length;
    const rowMembers = matrix.rows[row]!.members;
    const columnMembers = matrix.columns[column]!.members;
    return {
      row,
      column,
      rowMember: rowMembers[rm % rowMembers.length]!,
      columnMember: columnMembers[cm % columnMembers.length]!,
    };
  });

const pointOf = (selection: Selection, { rowMember, columnMember }: Cell): Selection => ({
  ...selection,
  ...(rowMember.machine !== undefined && { machine: rowMember.machine }),
  ...(columnMember.host && { host: columnMember.host }),
});

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
  return {
    states: new Map(visible.map((id) => [id, verdictAt(catalog, id, selection).state])),
    refused: selection.overrides.length > 0 && made.starts === "no",
    seen: new Set(on.map((row) => row.feature).filter((id) => visible.includes(id))),
  };
}

const count = ({ states }: Truth, ...wanted: string[]): number =>
  [...states.values()].filter((state) => wanted.includes(state)).length;

/** A cell that counts all features: it has one state of its own, whether the VM starts with its flags. */
const counted = (truth: Truth): MatrixCell => ({
  state:
    truth.refused || count(truth, "no-start") === visible.length
      ? "no-start"
      : count(truth, "unknown") === visible.length
        ? "unknown"
        : "default",
  seen: truth.seen.size,
  possible: count(truth, "default", "opt-in"),
  total: visible.length,
  unknown: count(truth, "unknown"),
  shown: false,
});

/** A cell of one feature: its verdict, or that the flags are refused there. */
const single = ({ states, refused, seen }: Truth, id: string): MatrixCell => {
  const verdict = (states.get(id) ?? "unknown") as MatrixCell["state"];
  const state = refused ? "no-start" : verdict;
  const isPossible = state === "default" || state === "opt-in";
  return {
    state,
    seen: seen.has(id) ? 1 : 0,
    possible: isPossible ? 1 : 0,
    total: 1,
    unknown: state === "unknown" ? 1 : 0,
    shown: seen.has(id),
  };
};

for (const [title, words] of selections) {
  describe(title, { timeout: 60_000 }, () => {
    const selection = vm(words);
    for (const spec of specs) {
      it(`${spec.rows} rows${spec.feature ? `, ${spec.feature}` : ""}, hosts: ${spec.hosts ?? "all"}`, () => {
        const matrix = buildMatrix(catalog, selection, spec);
        fc.assert(
          fc.property(cells(matrix), (cell) => {
            const made = matrix.cell(cell.row, cell.column);
            const truth = truthAt(pointOf(selection, cell));
            const id = spec.rows === "feature" ? cell.rowMember.feature : spec.feature;
            const where = `${cell.rowMember.id} on ${cell.columnMember.id}`;
            const expected = id === undefined ? counted(truth) : single(truth, id);
            expect({ where, ...made }).toEqual({ where, ...expected });
          }),
          { numRuns: 60 },
        );
      });
    }
  });
}

describe("folding", { timeout: 60_000 }, () => {
  const all = selections.flatMap(([title, words]) => specs.map((spec) => ({ title, selection: vm(words), spec })));

  it("loses no line: the members are the unfolded lines, in their order", () => {
    for (const { selection, spec } of all) {
      const matrix = buildMatrix(catalog, selection, spec);
      const rows = matrix.rows.flatMap((row) => row.members.map((member) => member.id));
      const columns = matrix.columns.flatMap((column) => column.members.map((member) => member.id));
      expect([rows.length, columns.length]).toEqual([matrix.unfolded.rows, matrix.unfolded.columns]);
      expect(new Set(rows).size).toBe(rows.length);
      expect(new Set(columns).size).toBe(columns.length);
      for (const line of [...matrix.rows, ...matrix.columns]) expect(line.id).toBe(line.members[0]?.id);
    }
  });

  it("folds all it can: neighbours of one group differ somewhere", () => {
    for (const { selection, spec } of all) {
      const matrix = buildMatrix(catalog, selection, spec);
      const text = (row: number, column: number): string => JSON.stringify(matrix.cell(row, column));
      // Counts alone may agree where the features behind them differ, so only single verdicts are told apart on screen.
      if (spec.rows === "machine" && spec.feature === undefined) continue;
      for (let column = 1; column < matrix.columns.length; column += 1) {
        const [a, b] = [matrix.columns[column - 1]!, matrix.columns[column]!];
        const differs = matrix.rows.some((_, row) => text(row, column - 1) !== text(row, column));
        expect({ a: a.id, b: b.id, apart: a.group !== b.group || differs }).toEqual({ a: a.id, b: b.id, apart: true });
      }
    }
  });

  it("tells hosts apart by family, upstream kernels from platforms", () => {
    const matrix = buildMatrix(catalog, vm(), { rows: "feature", columns: "host" });
    expect(new Set(matrix.columns.map((line) => line.group))).toEqual(
      new Set(["linux", ...catalog.platforms.map((row) => row.family)]),
    );
    const only = (hosts: MatrixSpec["hosts"]): boolean[] =>
      buildMatrix(catalog, vm(), { rows: "feature", columns: "host", ...(hosts && { hosts }) }).columns.flatMap(
        (line) => line.members.map((member) => member.host?.platform === undefined),
      );
    expect(new Set(only("linux"))).toEqual(new Set([true]));
    expect(new Set(only("platforms"))).toEqual(new Set([false]));
  });

  it("hosts have ids for links", () => {
    expect(hostId(vm({ kernel: "6.12" }).host)).toBe("linux-6.12");
    expect(hostId(vm({ platform: "debian-12" }).host)).toBe("debian-12");
  });
});
