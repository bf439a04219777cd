// A figure of the benchmark: what was measured, and whether it meets its goal.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number | null;
  readonly met: boolean;
}

/** A figure whose goal is not to be exceeded. */
export const figure = (name: string, value: number, unit: string, goal: number | null = null): Figure => ({
  name,
  value: Number(value.toPrecision(4)),
  unit,
  goal,
  met: goal === null || value <= goal,
});
