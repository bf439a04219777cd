// The rows and columns that the matrix shows: the engine's folded lines, cut to the hosts in sight and folded once more.
import type { Catalog } from "#catalog/open.ts";
import { hostId, type Matrix, type MatrixCell, type MatrixLine, type MatrixMember } from "#engine/matrix.ts";
import { kernelSince } from "#engine/reasons.ts";
import type { Selection } from "#engine/selection.ts";
import type { Shown } from "#parts/verdict-look.ts";
import { groupBy } from "#state/group-by.ts";
import { selectResolved } from "#state/selectors.ts";
import { FAMILY_ORDER } from "#state/tally.ts";
import { familyTitle, shortHost } from "#state/versions.ts";
import type { Guest } from "#state/view.ts";

export interface GridColumn {
  readonly id: string;
  /** Place in the engine's matrix. */
  readonly index: number;
  readonly label: string;
  /** Its hosts in words, for those who do not see the heads. */
  readonly spoken: string;
  /** The last of the hosts folded into it; empty for a single one. */
  readonly until: string;
  readonly members: readonly MatrixMember[];
  readonly isCurrent: boolean;
}

export interface GridColumnGroup {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly GridColumn[];
  /** Hosts of the group that are not in sight. */
  readonly hidden: number;
  readonly isOpen: boolean;
}

export interface GridLine {
  readonly kind: "line";
  readonly id: string;
  readonly index: number;
  readonly label: string;
  readonly note: string;
  readonly member: MatrixMember;
  readonly isCurrent: boolean;
  readonly subRows: readonly GridLine[];
}

export interface GridGroup {
  readonly kind: "group";
  readonly id: string;
  readonly title: string;
  readonly subRows: readonly GridLine[];
}

export type GridRow = GridGroup | GridLine;

const UPSTREAM = "linux";

/**
 * The columns in sight: all upstream kernels, then the selection's own platform, and of each other family the newest platform,
 * unless the reader opened it.
 * @param opened Ids of groups and of folded lines that are open.
 */
export function gridColumns(
  catalog: Catalog,
  matrix: Matrix,
  selection: Selection,
  opened: ReadonlySet<string>,
): GridColumnGroup[] {
  const current = hostId(selection.host);
  const groups = groupBy(
    matrix.columns.map((line, index) => ({ line, index })),
    ({ line }) => line.group,
  );
  const own = catalog.platformById.get(selection.host.platform ?? "")?.family;
  const order = [UPSTREAM, own ?? UPSTREAM];
  const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  const ordered = [...groups].toSorted(([a], [b]) => place(a) - place(b));
  return ordered.map(([id, lines]) => {
    const isOpen = id === UPSTREAM || opened.has(id);
    const shown = isOpen
      ? lines
      : lines.filter(({ line }) => holds(line, current) || holds(line, newestPlatform(catalog, id)));
    const columns = shown.flatMap(({ line, index }) =>
      columnsOf(line, index, current, isOpen ? opened : new Set(), newestPlatform(catalog, id)),
    );
    const total = lines.reduce((sum, { line }) => sum + line.members.length, 0);
    const seen = shown.reduce((sum, { line }) => sum + line.members.length, 0);
    return { id, title: id === UPSTREAM ? "upstream Linux" : familyTitle(id), columns, hidden: total - seen, isOpen };
  });
}

const holds = (line: MatrixLine, id: string | undefined): boolean => line.members.some((member) => member.id === id);

/** The platform of a family that was released last, of those whose QEMU and kernel are known. */
function newestPlatform(catalog: Catalog, family: string): string | undefined {
  const known = catalog.platforms.filter(
    (platform) => platform.family === family && platform.qemu !== null && platform.kernelBase !== null,
  );
  return known.toSorted((a, b) => (b.released ?? "").localeCompare(a.released ?? ""))[0]?.id;
}

function columnsOf(
  line: MatrixLine,
  index: number,
  current: string,
  opened: ReadonlySet<string>,
  preferred: string | undefined,
): GridColumn[] {
  const column = (id: string, members: readonly MatrixMember[], label: string): GridColumn => ({
    id,
    index,
    label: shortHost(label),
    spoken: spokenHosts(members),
    until: members.length > 1 ? shortHost(members.at(-1)?.label ?? "") : "",
    members,
    isCurrent: members.some((member) => member.id === current),
  });
  if (line.members.length > 1 && opened.has(line.id))
    return line.members.map((member) => column(member.id, [member], member.label));
  if (line.group === UPSTREAM) return [column(line.id, line.members, line.label)];
  // A folded column of platforms stands under the name that the reader is more likely to look for.
  const named =
    line.members.find(({ id }) => id === current) ?? line.members.find(({ id }) => id === preferred) ?? line.members[0];
  const others = line.members.filter((member) => member !== named);
  return named
    ? [{ ...column(line.id, [named, ...others], named.label), until: others.length > 0 ? `+${others.length}` : "" }]
    : [];
}

const spokenHosts = (members: readonly MatrixMember[]): string =>
  members.length > 1 ? `${members[0]?.label} and ${members.length - 1} more` : (members[0]?.label ?? "");

/** The rows under their families or boards; neighbours that cannot be told apart in the columns in sight are one line. */
export function gridRows(
  catalog: Catalog,
  matrix: Matrix,
  selection: Selection,
  guest: Guest,
  columns: readonly GridColumn[],
): GridGroup[] {
  const current = selectResolved(catalog, selection).machine;
  const groups = groupBy(
    matrix.rows.map((line, index) => ({ line, index })),
    ({ line }) => line.group.split(":")[0] ?? "",
  );
  const order = rowOrder(catalog, guest);
  return [...groups]
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([id, lines]) => ({
      kind: "group",
      id: `group ${id}`,
      title: groupTitle(catalog, id),
      subRows: refold(matrix, lines, columns).map(({ members, index }) =>
        gridLine(catalog, selection, members, index, current),
      ),
    }));
}

/** Families by what the guest looks at; boards with the newest types first, that of the selection's own kind in front. */
const rowOrder = (catalog: Catalog, guest: Guest): readonly string[] => [
  ...FAMILY_ORDER[guest],
  "pc-q35",
  "pc-i440fx",
  "microvm",
  ...catalog.boards.map((board) => board.board),
];

const FAMILY_TITLES: Readonly<Record<string, string>> = {
  kvm: "Native KVM",
  hyperv: "Hyper-V",
  xen: "Xen",
  vmware: "VMware",
};

const groupTitle = (catalog: Catalog, id: string): string =>
  FAMILY_TITLES[id] ?? catalog.boards.find((board) => board.board === id)?.title ?? id;

interface Refolded {
  readonly index: number;
  readonly members: MatrixMember[];
}

function refold(
  matrix: Matrix,
  lines: readonly { readonly line: MatrixLine; readonly index: number }[],
  columns: readonly GridColumn[],
): Refolded[] {
  const folded: (Refolded & { readonly key: string })[] = [];
  for (const { line, index } of lines) {
    const key =
      line.members[0]?.feature ?? columns.map((column) => cellKey(matrix.cell(index, column.index))).join(";");
    const last = folded.at(-1);
    if (last?.key === key) last.members.push(...line.members);
    else folded.push({ index, key, members: [...line.members] });
  }
  return folded;
}

const cellKey = (cell: MatrixCell): string => [cell.state, cell.seen, cell.possible, cell.unknown, cell.shown].join();

function gridLine(
  catalog: Catalog,
  selection: Selection,
  members: readonly MatrixMember[],
  index: number,
  current: string | undefined,
): GridLine {
  const [first] = members;
  if (first === undefined) throw new Error("a line without members");
  const last = members.at(-1) ?? first;
  const isFolded = members.length > 1;
  const single = (member: MatrixMember): GridLine => ({
    kind: "line",
    id: member.id,
    index,
    label: member.label,
    note: lineNote(catalog, selection, member),
    member,
    isCurrent: member.id === current,
    subRows: [],
  });
  if (!isFolded) return single(first);
  return {
    ...single(members.find((member) => member.id === current) ?? first),
    id: `fold ${first.id}`,
    label: `${first.label} … ${last.label.replace(commonStart(first.label, last.label), "")}`,
    note: `${members.length} types`,
    subRows: members.map(single),
  };
}

/** What two names have in front of their version. */
const commonStart = (a: string, b: string): string => {
  const start = /^[a-z0-9-]*?-(?=[\d.]+$|rhel)/.exec(a)?.[0] ?? "";
  return b.startsWith(start) ? start : "";
};

function lineNote(catalog: Catalog, selection: Selection, member: MatrixMember): string {
  const feature = member.feature === undefined ? undefined : catalog.featureById.get(member.feature);
  const since = feature && kernelSince(feature, selection.host.vendor);
  return since === undefined ? "" : `since ${since.replace("<=", "≤ ")}`;
}

/** A cell as drawn: what the engine says, with the selection's flags laid over it. */
export function shownCell(cell: MatrixCell): Shown {
  if (cell.shown) return cell.state === "default" ? "default" : "on";
  return cell.state === "default" && cell.total === 1 ? "opt-in" : cell.state;
}

/** The selection with the VM moved to a row's machine type and a column's host. */
export function moved(selection: Selection, row: MatrixMember, column: MatrixMember): Selection {
  const { xen, smt } = selection.host;
  return {
    ...selection,
    ...(row.machine === undefined ? {} : { machine: row.machine }),
    ...(column.host === undefined
      ? {}
      : { host: { ...column.host, ...(xen === undefined ? {} : { xen }), ...(smt === undefined ? {} : { smt }) } }),
  };
}
