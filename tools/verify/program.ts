// Runs a program to its end and keeps what it said.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface ProgramRun {
  /** The exit status; null when a signal ended it or it never started. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outOfTime: boolean;
}

export interface ProgramOptions {
  readonly input?: string;
  /** Seconds until it is stopped. */
  readonly seconds?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** What runs now. */
const running = new Set<ChildProcessWithoutNullStreams>();

/** Starts a program whose messages are in English and that `stopPrograms` ends. */
export function startProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(command, [...args], { env: { ...process.env, LC_ALL: "C", ...env } });
  running.add(child);
  child.on("close", () => running.delete(child));
  return child;
}

/** Ends every program that was started here and still runs. */
export const stopPrograms = (): void => {
  for (const child of running) child.kill("SIGKILL");
};

/** Never rejects: a program that cannot be started has said so on its stderr. */
export function runProgram(
  command: string,
  args: readonly string[],
  { input = "", seconds = 60, env = {} }: ProgramOptions = {},
): Promise<ProgramRun> {
  return new Promise((done) => {
    const child = startProgram(command, args, env);
    const said = { stdout: "", stderr: "" };
    let outOfTime = false;
    // Firmware and broken guests may print any byte: one character a byte loses none.
    child.stdout.setEncoding("latin1").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("latin1").on("data", (text: string) => (said.stderr += text));
    const timer = setTimeout(() => {
      outOfTime = true;
      child.kill("SIGKILL");
    }, seconds * 1000);
    const end = (status: number | null): void => {
      clearTimeout(timer);
      done({ status, ...said, outOfTime });
    };
    child.on("error", (error) => {
      said.stderr += error.message;
      end(null);
    });
    child.on("close", end);
    // A program that ends without reading its input closes the pipe; that is its right.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Where a program lies: on the PATH, or in the folders of system programs that users often lack there. */
export function findProgram(name: string): string | undefined {
  if (name.includes("/")) return isExecutable(name) ? name : undefined;
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Where a library lies: below the folder of the machine's architecture, or below lib64; libvirt's drivers in a folder of their own. */
export function findLibrary(name: string): string | undefined {
  const folders = ["/usr/lib64", "/usr/lib", ...listing("/usr/lib").map((folder) => join("/usr/lib", folder))];
  const all = folders.flatMap((folder) => [folder, join(folder, "libvirt", "connection-driver")]);
  const found = all.find((folder) => listing(folder).includes(name));
  return found === undefined ? undefined : join(found, name);
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Does the work for each item, `width` at a time; the results are in the order of the items. */
export async function inParallel<Item, Done>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const results: Done[] = [];
  const queue = [...items.entries()].values();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, width) }, worker));
  return results;
}
