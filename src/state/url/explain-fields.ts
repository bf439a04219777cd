// The keys of a link that hold what the Explain view is told. The pasted text is never in a link.
import type { ExplainChoices } from "../explain-choices.ts";
import { listOf, onOff, oneOf, qemuName, type Codec } from "./codecs.ts";
import { field, type Field } from "./field.ts";

const told = <K extends keyof ExplainChoices>(key: string, name: K, codec: Codec<ExplainChoices[K]>): Field =>
  field(
    key,
    codec,
    ({ view }) => view.explain[name],
    (state, value) => ({
      ...state,
      view: { ...state.view, explain: { ...state.view.explain, [name]: value } },
    }),
  );

export const EXPLAIN_FIELDS: readonly Field[] = [
  told("pasted-guest", "guest", oneOf("", "linux", "windows")),
  told("migrates", "wantMigration", onOff),
  told("fleet-vendors", "vendors", listOf(oneOf("intel", "amd"), "vendors such as intel,amd")),
  told("host-cpu", "hostCpu", qemuName),
];
