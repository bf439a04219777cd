// The table that the benchmark draws: real counts of a CPU model, hosts by machine types, nothing folded.
import type { Catalog } from "#catalog/open.ts";
import { allAxes, openCube } from "#engine/cube.ts";
import { hostId, hostTitle } from "#engine/axis.ts";
import type { Selection } from "#engine/selection.ts";
import type { GridCell, GridModel } from "#ui/grid/model.ts";

const ROWS = 120;
const COLUMNS = 110;

const SELECTION: Selection = {
  machine: "q35",
  cpu: "Skylake-Server",
  overrides: [],
  accel: "kvm",
  host: { platform: "debian-12", vendor: "intel", hyperv: true },
};

/** 120 hosts by 110 machine types, as a grid's model. */
export function tableModel(catalog: Catalog): GridModel {
  const all = allAxes(catalog, SELECTION.host);
  const axes = { machines: all.machines.slice(0, COLUMNS), cpus: [SELECTION.cpu], hosts: all.hosts.slice(-ROWS) };
  if (axes.machines.length < COLUMNS || axes.hosts.length < ROWS)
    throw new Error("the catalogue is too small for this");
  const cube = openCube(catalog, SELECTION, axes);
  const cell = (row: number, column: number): GridCell => {
    const states = cube.states(column, 0, row);
    const count = (state: number): number => states.reduce((sum, found) => sum + (found === state ? 1 : 0), 0);
    const [seen, optIn] = [count(0), count(1)];
    if (states[0] === 3) return { look: "no-start", text: "", said: "no start" };
    if (count(4) === states.length) return { look: "unknown", text: "", said: "unknown" };
    const possible = seen + optIn;
    const heat = possible === 0 ? 0 : Math.round(18 + (62 * seen) / possible);
    return { look: "count", text: String(seen), heat, said: `${seen} seen of ${possible} possible` };
  };
  const rows = axes.hosts.map((host, index) => {
    const label = hostTitle(catalog, host);
    return { id: hostId(host), label, spoken: label, current: index === 40 };
  });
  const columns = axes.machines.map(({ version }, index) => ({
    id: version.name,
    label: version.name,
    spoken: version.name,
    current: index === 30,
  }));
  const boards = axes.machines.map(({ board }) => board.board);
  const columnGroups = [...new Set(boards)].map((board) => ({
    id: board,
    title: board,
    hidden: 0,
    size: boards.filter((other) => other === board).length,
  }));
  return { rows, rowGroups: [], columns, columnGroups, cell };
}
