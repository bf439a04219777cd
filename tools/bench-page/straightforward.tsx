// The same table as one would write it first: @tanstack/react-table for the model, @tanstack/react-virtual for both axes.
import { tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { GridCell, GridModel } from "#ui/grid/model.ts";
import cells from "#parts/verdict-cells.module.css";

const ROW = 25;
const COLUMN = 30;
const HEAD = 190;

const features = tableFeatures({});

interface Line {
  readonly row: number;
}

export function Straightforward({ model }: { readonly model: GridModel }) {
  const scroller = useRef<HTMLDivElement>(null);
  const data = useMemo(() => model.rows.map((_, row): Line => ({ row })), [model]);
  const columns = useMemo(
    () =>
      model.columns.map((head, column): ColumnDef<typeof features, Line> => ({
        id: head.id,
        header: head.label,
        accessorFn: ({ row }) => model.cell(row, column),
      })),
    [model],
  );
  const table = useTable({ features, columns, data });
  const rows = table.getRowModel().rows;
  // oxlint-disable-next-line react/incompatible-library -- the library that is measured; this page has no compiler
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 3,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => COLUMN,
    overscan: 2,
  });
  const shown = across.getVirtualItems();
  return (
    <div ref={scroller} role="grid" data-scroller="" style={{ height: "100%", overflow: "auto", position: "relative" }}>
      <div style={{ width: HEAD + across.getTotalSize(), height: down.getTotalSize() }}>
        {down.getVirtualItems().map((line) => {
          const row = rows[line.index];
          const head = model.rows[line.index];
          return (
            <div
              key={line.key}
              role="row"
              aria-rowindex={line.index + 1}
              style={{
                position: "absolute",
                top: 0,
                height: ROW,
                width: "100%",
                transform: `translateY(${line.start}px)`,
              }}
            >
              <div
                role="rowheader"
                style={{ position: "sticky", left: 0, zIndex: 1, width: HEAD, background: "white" }}
              >
                {head?.label}
              </div>
              {shown.map((item) => (
                <Cell
                  key={item.key}
                  at={item}
                  heads={`${head?.spoken}, ${model.columns[item.index]?.spoken}`}
                  cell={row?.getAllCells()[item.index]?.getValue<GridCell>()}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CellProps {
  readonly at: { readonly index: number; readonly start: number };
  readonly heads: string;
  readonly cell: GridCell | undefined;
}

function Cell({ at, heads, cell }: CellProps) {
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-colindex={at.index + 2}
      aria-label={`${heads}: ${cell?.said}`}
      data-look={cell?.look}
      className={cells["cell"]}
      style={{
        "--heat": `${cell?.heat ?? 0}%`,
        position: "absolute",
        top: 0,
        left: 0,
        width: COLUMN,
        height: ROW,
        transform: `translateX(${HEAD + at.start}px)`,
      }}
    >
      {cell?.text}
    </div>
  );
}
