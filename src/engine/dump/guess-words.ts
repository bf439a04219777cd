// What a guess says of CPU model and machine type, in sentences for the page and the command line: how sure it is, and what else it may be.
import type { CpuGuess } from "./guess-cpu.ts";
import type { MachineGuess, MachineRange } from "./guess-machine.ts";

/** Names that a sentence lists; the others are counted. */
const MOST_NAMES = 5;
const MOST_FLAGS = 12;

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** Sentences about the CPU model, each true by itself. */
export function cpuSentences(guess: CpuGuess): string[] {
  const { models, extra, lacking } = guess;
  const [first = "", ...others] = models;
  const also = others.length === 0 ? "" : ` As good: ${listed(others, MOST_NAMES)}.`;
  if (guess.evidence.includes("no-model")) return hostSentences(guess);
  return [
    `${modelSentence(first, guess)}${also}`,
    ...(extra.length > 0 ? [`Flags beyond the model: ${listed(extra, MOST_FLAGS)}.`] : []),
    ...(lacking.length > 0
      ? [
          `The guest lacks of it: ${listed(lacking, MOST_FLAGS)}. The host has not got them, or somebody took them away.`,
        ]
      : []),
  ];
}

function modelSentence(model: string, { sureness, evidence }: CpuGuess): string {
  if (sureness === "sure") return `${model}: version word, name and every flag are this model's.`;
  const [told, verb] = evidence.includes("name") ? ["version word and name", "are"] : ["the version word", "is"];
  const missing = evidence.includes("name") ? "" : " The dump does not tell the name.";
  return `${model}: ${told} ${verb} this model's.${missing}`;
}

function hostSentences({ models, evidence }: CpuGuess): string[] {
  const [first = "", second = "", other] = models;
  const own = evidence.includes("host-signature")
    ? "the version word is that of the measured host"
    : "a model of a newer QEMU could be behind it";
  return [
    `${first} or ${second}: no named model of this QEMU has this version word and name; ${own}.`,
    ...(other === undefined ? [] : [`${other} has the same version word under another name.`]),
  ];
}

const rangeText = ({ first, last }: MachineRange): string => (first === last ? first : `${first} … ${last}`);

/** What the words tell of the machine type. */
export function machineSentence({ ranges, count, of }: MachineGuess): string {
  if (count === of) return `The machine type cannot be told: all ${of} types of this QEMU make these leaves alike.`;
  const shown = ranges.map(rangeText).join(", ");
  return count === 1
    ? `Of ${of} machine types ${shown} needs the fewest flags. Others need more, and could be it too.`
    : `Of ${of} machine types ${count} need the fewest flags: ${shown}. Others need more, and could be it too.`;
}
