// The table library's features that the grid uses; those not registered here are not shipped.
import { createExpandedRowModel, rowExpandingFeature, tableFeatures } from "@tanstack/react-table";

export const gridFeatures = tableFeatures({ rowExpandingFeature, expandedRowModel: createExpandedRowModel() });

export type GridFeatures = typeof gridFeatures;
