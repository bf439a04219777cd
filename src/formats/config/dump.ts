// CPUID dumps are recognised here and read elsewhere: the CPUID view compares them with what a machine would show.
import { dumpKind } from "../cpuid-dump/index.ts";
import type { ConfigCodec } from "./codec.ts";

export const cpuidDump: ConfigCodec = {
  kind: "cpuid-dump",
  title: "CPUID dump",
  fits: (head) => {
    const kind = dumpKind(head);
    return kind === undefined ? 0 : kind.format === undefined ? 0.4 : 0.7;
  },
  read: () => ({ vms: [], issues: [] }),
};
