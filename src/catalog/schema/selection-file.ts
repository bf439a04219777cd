// A selection as a file: the shape that Flipbit writes and reads back. It holds choices only, no facts.
import * as v from "valibot";
import { fail, ok, type Result } from "#base/result.ts";
import { vendor } from "./common.ts";

const override = v.strictObject({
  property: v.string(),
  form: v.picklist(["plus", "minus", "value"]),
  value: v.string(),
});

const global = v.strictObject({ driver: v.string(), property: v.string(), value: v.string() });

const host = v.strictObject({
  platform: v.optional(v.string()),
  kernel: v.optional(v.string()),
  qemu: v.optional(v.string()),
  libvirt: v.optional(v.string()),
  vendor: vendor,
  hyperv: v.boolean(),
  xen: v.optional(v.boolean()),
  smt: v.optional(v.boolean()),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));

const selection = v.strictObject({
  machine: v.string(),
  cpu: v.string(),
  overrides: v.array(override),
  accel: v.picklist(["kvm", "tcg"]),
  irqchip: v.optional(v.picklist(["on", "split", "off"])),
  xenVersion: v.optional(count),
  machineText: v.optional(v.string()),
  accelText: v.optional(v.string()),
  cpuPm: v.optional(v.boolean()),
  globals: v.optional(v.array(global)),
  vcpus: v.optional(v.pipe(count, v.minValue(1))),
  host,
});

const file = v.strictObject({
  format: v.literal("flipbit-selection"),
  version: v.literal(1),
  about: v.array(v.string()),
  selection,
});

export type SelectionFile = v.InferOutput<typeof file>;

/** Checks the shape; each issue names the place in the file. */
export function readSelectionFile(raw: unknown): Result<SelectionFile> {
  const read = v.safeParse(file, raw);
  if (read.success) return ok(read.output);
  return fail(
    ...read.issues.map((issue) => ({ rule: "shape", message: issue.message, where: v.getDotPath(issue) ?? "file" })),
  );
}
