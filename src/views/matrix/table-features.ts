// The table library's features that the matrix uses; those not registered here are not shipped.
import {
  columnPinningFeature,
  createExpandedRowModel,
  createSortedRowModel,
  rowExpandingFeature,
  rowPinningFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";

export const matrixFeatures = tableFeatures({
  rowExpandingFeature,
  expandedRowModel: createExpandedRowModel(),
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  rowPinningFeature,
  columnPinningFeature,
});

export type MatrixFeatures = typeof matrixFeatures;
