// Reads QMP's answers into what the checks compare. Throws on an answer of another shape: then nothing was checked.
import * as v from "valibot";

const version = v.object({
  qemu: v.object({ major: v.number(), minor: v.number(), micro: v.number() }),
  package: v.string(),
});

export interface QmpVersion {
  /** The release, e.g. `7.2.22`. */
  readonly release: string;
  /** Who built it, in the builder's own words. */
  readonly build: string;
}

/** query-version. */
export function readVersion(answer: unknown): QmpVersion {
  const { qemu, package: build } = v.parse(version, answer);
  return { release: `${qemu.major}.${qemu.minor}.${qemu.micro}`, build };
}

const machines = v.array(
  v.object({
    name: v.string(),
    alias: v.optional(v.string()),
    "is-default": v.optional(v.boolean()),
    deprecated: v.optional(v.boolean()),
    "compat-props": v.optional(v.array(v.object({ "qom-type": v.string(), property: v.string(), value: v.string() }))),
  }),
);

export interface QmpMachine {
  readonly name: string;
  readonly alias: string | undefined;
  readonly isDefault: boolean;
  /** Undefined before QEMU told. */
  readonly isDeprecated: boolean | undefined;
  /** `driver.property` to value; the last row of a property is the one that holds. Undefined before QEMU told. */
  readonly compat: ReadonlyMap<string, string> | undefined;
}

/** query-machines, by name. */
export function readMachines(answer: unknown): ReadonlyMap<string, QmpMachine> {
  return new Map(
    v.parse(machines, answer).map((row) => [
      row.name,
      {
        name: row.name,
        alias: row.alias,
        isDefault: row["is-default"] === true,
        isDeprecated: row.deprecated,
        compat:
          row["compat-props"] && new Map(row["compat-props"].map((p) => [`${p["qom-type"]}.${p.property}`, p.value])),
      },
    ]),
  );
}

const models = v.array(
  v.object({ name: v.string(), "alias-of": v.optional(v.string()), deprecated: v.optional(v.boolean()) }),
);

export interface QmpModel {
  readonly name: string;
  /** What an unversioned name means on this machine. */
  readonly aliasOf: string | undefined;
  readonly isDeprecated: boolean | undefined;
}

/** query-cpu-definitions, by name. */
export const readModels = (answer: unknown): ReadonlyMap<string, QmpModel> =>
  new Map(
    v
      .parse(models, answer)
      .map((row) => [row.name, { name: row.name, aliasOf: row["alias-of"], isDeprecated: row.deprecated }]),
  );

const properties = v.array(v.object({ name: v.string(), type: v.string() }));

/** device-list-properties or qom-list-properties: type by name. */
export const readProperties = (answer: unknown): ReadonlyMap<string, string> =>
  new Map(v.parse(properties, answer).map(({ name, type }) => [name, type]));

const expansion = v.object({ model: v.object({ props: v.record(v.string(), v.unknown()) }) });

/** query-cpu-model-expansion: value by property; what is no plain value is left out. */
export const readExpansion = (answer: unknown): ReadonlyMap<string, string | number | boolean> =>
  new Map(
    Object.entries(v.parse(expansion, answer).model.props).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [],
    ),
  );

/** qom-get of a plain property; undefined for anything else. */
export const readPlain = (answer: unknown): string | number | boolean | undefined =>
  typeof answer === "string" || typeof answer === "number" || typeof answer === "boolean" ? answer : undefined;
