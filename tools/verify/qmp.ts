// A conversation with a QEMU that was started only to be asked: no CPU of it ever runs.
import { createInterface } from "node:readline";
import { startProgram } from "./program.ts";

/** An open conversation. */
export interface Qmp {
  /** Asks one command; rejects with QEMU's own words when it refuses. */
  readonly ask: (command: string, args?: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Sends a command as it is written, under a name for messages. */
  readonly send: (text: string, name: string) => Promise<unknown>;
  /** What QEMU has printed so far. */
  readonly printed: () => string;
  readonly close: () => void;
}

/** QEMU did not start: what it printed. */
export class QemuEnded extends Error {
  readonly printed: string;
  constructor(message: string, printed: string) {
    super(message);
    this.printed = printed;
  }
}

/** How QMP answers: docs/interop/qmp-spec of QEMU. */
interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly event?: string;
}

/** Seconds to wait for an answer. */
const PATIENCE = 30;

/** Starts QEMU with a machine and opens the conversation; rejects with QEMU's messages when it does not start. */
export const openQmp = (qemu: string, machine: string): Promise<Qmp> =>
  openQmpWith(qemu, ["-machine", machine], machine);

/** The same with any arguments; `machine` names them in messages. */
export async function openQmpWith(qemu: string, own: readonly string[], machine: string): Promise<Qmp> {
  const args = [...own, "-S", "-nodefaults", "-display", "none", "-m", "16", "-qmp", "stdio"];
  const child = startProgram(qemu, args);
  let complaint = "";
  let ended = false;
  const waiting: { readonly take: (answer: Answer) => void; readonly stop: () => void }[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  child.stdin.on("error", () => undefined);
  const end = (reason: string): void => {
    ended = true;
    complaint ||= reason;
    for (const { stop } of waiting.splice(0)) stop();
  };
  child.on("error", (error) => end(error.message));
  child.on("close", (code) => end(`QEMU ended with ${code}`));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = JSON.parse(line) as Answer;
    if ("return" in answer || "error" in answer) waiting.shift()?.take(answer);
  });
  const send: Qmp["send"] = (text, command) =>
    new Promise((done, refuse) => {
      const say = (why: string): void => refuse(new Error(`${command} on ${machine}: ${why}`));
      const stop = (): void => refuse(new QemuEnded(`${command} on ${machine}: ${complaint.trim()}`, complaint));
      if (ended) return stop();
      const timer = setTimeout(() => say(`no answer in ${PATIENCE} s`), PATIENCE * 1000);
      waiting.push({
        take: ({ return: value, error }) => {
          clearTimeout(timer);
          if (error) say(error.desc);
          else done(value);
        },
        stop: () => {
          clearTimeout(timer);
          stop();
        },
      });
      child.stdin.write(`${text}\n`);
      return undefined;
    });
  const ask: Qmp["ask"] = (command, args) =>
    send(JSON.stringify({ execute: command, ...(args && { arguments: args }) }), command);
  await ask("qmp_capabilities");
  return { ask, send, printed: () => complaint, close: () => void child.kill("SIGKILL") };
}

/** Opens a conversation for one piece of work and always ends it. */
export async function withQmp<Done>(qemu: string, machine: string, work: (qmp: Qmp) => Promise<Done>): Promise<Done> {
  const qmp = await openQmp(qemu, machine);
  try {
    return await work(qmp);
  } finally {
    qmp.close();
  }
}
