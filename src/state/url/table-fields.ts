// The keys of a link that hold how the matrix stands.
import { AXES } from "#engine/axis.ts";
import { FAMILY_ORDER } from "../tally.ts";
import { CELL_STATES, type TableView } from "../table-view.ts";
import { listOf, matching, onOff, oneOf, type Codec } from "./codecs.ts";
import { field, type Field } from "./field.ts";

const inTable = <K extends keyof TableView>(key: string, name: K, codec: Codec<TableView[K]>): Field =>
  field(
    key,
    codec,
    ({ view }) => view.table[name],
    (state, value) => ({
      ...state,
      view: { ...state.view, table: { ...state.view.table, [name]: value } },
    }),
  );

const ids = listOf(matching(/^@?[A-Za-z0-9][A-Za-z0-9._-]*$/, "a name"), "names such as kvm-pv-eoi,@hyperv");
const day = matching(/^(\d{4}(-\d\d(-\d\d)?)?)?$/, "a year or a day such as 2021-09-15");

export const TABLE_FIELDS: readonly Field[] = [
  inTable("rows", "rows", oneOf(...AXES)),
  inTable("columns", "columns", oneOf(...AXES)),
  inTable("cells", "cells", oneOf("counts", "feature")),
  inTable("count", "families", listOf(oneOf(...FAMILY_ORDER.linux), "families such as kvm,hyperv")),
  inTable("fold", "fold", onOff),
  inTable("differs", "differs", onOff),
  inTable("newest", "newest", onOff),
  inTable("states", "states", listOf(oneOf(...CELL_STATES), CELL_STATES.join(", "))),
  inTable("since", "since", day),
  inTable("today", "today", day),
  inTable("pick-rows", "pickedRows", ids),
  inTable("pick-columns", "pickedColumns", ids),
  inTable("pin-rows", "pinnedRows", ids),
  inTable("pin-columns", "pinnedColumns", ids),
  inTable("sort", "sort", matching(/^(-?[A-Za-z0-9][A-Za-z0-9._-]*)?$/, "a column, behind - for the other way round")),
  inTable("open-rows", "toggledRows", ids),
  inTable("open-columns", "toggledColumns", ids),
  inTable("mark", "mark", matching(/^([A-Za-z0-9][A-Za-z0-9._-]*\|[A-Za-z0-9][A-Za-z0-9._-]*)?$/, "a row|column")),
];
