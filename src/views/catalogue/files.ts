// The published files: which schema describes which, and which schemas there are.

/** Below the catalogue; the build writes them from the schemas that check the data. */
export const SCHEMAS = [
  "index",
  "feature",
  "machine",
  "cpu",
  "linux-hosts",
  "platform-hosts",
  "qemu-releases",
  "qemu-messages",
  "libvirt-releases",
  "cpu-flags",
  "hypervisor-leaves",
  "known-issues",
  "log-messages",
  "log-msrs",
  "layer",
  "profile",
  "rule-page",
  "talk",
  "changes",
] as const;

const SCHEMA_BY_PLACE: readonly (readonly [RegExp, string])[] = [
  [/^features\//, "feature"],
  [/^machines\//, "machine"],
  [/^cpus\//, "cpu"],
  [/^hosts\/linux\.json$/, "linux-hosts"],
  [/^hosts\//, "platform-hosts"],
  [/^profiles\//, "profile"],
  [/^rules\//, "rule-page"],
  [/^talk\//, "talk"],
  [/^layers\//, "layer"],
  [/^known-issues\.json$/, "known-issues"],
  [/^log\/messages\.json$/, "log-messages"],
  [/^log\/msrs\.json$/, "log-msrs"],
  [/^changes\.json$/, "changes"],
];

export const schemaFile = (name: string): string => `schema/${name}.schema.json`;

/** The JSON Schema of a file of the catalogue. */
export const schemaOf = (file: string): string =>
  schemaFile(SCHEMA_BY_PLACE.find(([place]) => place.test(file))?.[1] ?? "index");
