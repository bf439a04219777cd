// A decoded dump for people: what could not be read, and for each kind of processor whose it is and what differs.
import { cpuSentences, machineSentence } from "#engine/dump/guess-words.ts";
import type { CpuAnswer, DecodeAnswer } from "./decode.ts";

/** Lines for a terminal, with a line end. */
export function decodeText({ format, issues, issueCount, cpus }: DecodeAnswer): string {
  const lines = [`Taken for: ${format || "nothing known"}`];
  for (const { line, text } of issues) lines.push(line > 0 ? `  line ${line}: ${text}` : `  ${text}`);
  if (issueCount > issues.length) lines.push(`  and ${issueCount - issues.length} more`);
  return `${[...lines, ...cpus.flatMap(cpuText)].join("\n")}\n`;
}

const cpuText = (cpu: CpuAnswer): string[] => [
  "",
  ...whose(cpu),
  ...rowLines(cpu),
  ...fasterLines(cpu),
  ...likelyLines(cpu),
];

const UNTOLD = "  no hypervisor leaves: the program did not read them, or left them out";

function whose({ processors, hypervisors, tellsHypervisor, beyond }: CpuAnswer): string[] {
  const [first = "", ...others] = processors;
  const shown = hypervisors.map(
    ({ leaf, signature, name }) => `  ${leaf}  ${signature}  (${name ?? "not known here"})`,
  );
  return [
    others.length === 0 ? first : `${first} and ${others.length} like it`,
    ...(shown.length === 0 ? [tellsHypervisor ? "  no hypervisor shows itself" : UNTOLD] : shown),
    ...(beyond.length === 0 ? [] : [`  behind what is announced, not read: ${beyond.join(" ")}`]),
  ];
}

/** All but what is as predicted and has a name. */
const rowLines = ({ rows = [] }: CpuAnswer): string[] =>
  rows
    .filter(({ state, name }) => state !== "same" || name === null)
    .map(({ state, leaf, subleaf, register, bits, name, seen, predicted }) => {
      const place = `${leaf}${subleaf === 0 ? "" : `.${subleaf}`} ${register} ${[...new Set(bits)].join(":")}`;
      const values = seen === undefined ? "" : `  ${seen}, predicted ${predicted}`;
      return `  ${state.padEnd(13)}  ${place.padEnd(20)}  ${name ?? "no name"}${values}`;
    });

function fasterLines({ faster = [] }: CpuAnswer): string[] {
  const near = faster.filter(({ state, advice }) => (state === "opt-in" || state === "default") && advice === "yes");
  if (near.length === 0) return [];
  const lines = near.map(({ feature, flags }) => `    ${feature}  ${flags || "on by itself here"}`);
  return ["  Your guest could have run faster:", ...lines];
}

function likelyLines({ likely }: CpuAnswer): string[] {
  if (!likely) return [];
  const { sureness, command, cpu, machines } = likely;
  const first = sureness === "not" ? "none found" : command;
  const words = [
    ...(cpu ? [`CPU model (${cpu.sureness}): ${cpuSentences(cpu).join(" ")}`] : []),
    ...(machines && sureness !== "not" ? [machineSentence(machines)] : []),
  ];
  return [`  Likely configuration (${sureness ?? "flags not told"}): ${first}`, ...words.map((line) => `    ${line}`)];
}
