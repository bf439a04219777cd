// Answers of the engine, remembered by selection. Views ask these, so that one selection is resolved once.
import { resolveVm } from "#engine/resolve.ts";
import { verdictAt } from "#engine/verdict.ts";
import { qemuArgvTokens } from "#formats/qemu-argv-print.ts";
import { bySelection } from "./memo.ts";

export const selectResolved = bySelection(resolveVm);
export const selectTokens = bySelection(qemuArgvTokens);
export const selectVerdict = bySelection((catalog, selection, feature: string) =>
  verdictAt(catalog, feature, selection),
);
