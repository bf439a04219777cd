// Real dumps of this very machine, read as the page reads them: every line understood, every word printed again.
import { cpus } from "node:os";
import { DUMP_FORMATS, parseDump } from "#formats/cpuid-dump/index.ts";
import { probeHost } from "./host.ts";
import { runProgram } from "./program.ts";
import type { Report } from "./report.ts";

/** The format that a text is to be taken for, what is wrong with how it is read, and how many processors it has. */
function faultsOf(text: string, format: string, processors: number): readonly string[] {
  const dump = parseDump(text);
  const faults = dump.issues.map(({ line, message }) => `line ${line}: ${message}`);
  if (dump.format !== format) faults.push(`taken for ${dump.format || "nothing"}, not for ${format}`);
  if (dump.cpus.length !== processors) faults.push(`${dump.cpus.length} processors, not ${processors}`);
  const print = DUMP_FORMATS.find(({ id }) => id === format)?.print;
  if (print && plain(print(dump)) !== plain(text)) faults.push("printed again it is another text");
  return faults;
}

/** Without what says nothing: spaces, and the number of the only processor. */
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[ \t]+/g, " ")
    .replace(/^cpu:/, "cpu 0:");

/** Reads what the cpuid program prints here, and, where KVM may be asked, what its host probe prints. */
export async function checkDumps(report: Report, hasKvm: boolean): Promise<void> {
  const version = await runProgram("cpuid", ["-v"]);
  report.note(version.stdout.trim());
  for (const [args, processors] of [
    [["-r"], cpus().length],
    [["-1", "-r"], 1],
  ] as const) {
    const { status, stdout, stderr } = await runProgram("cpuid", args);
    const faults =
      status === 0 ? faultsOf(stdout, "cpuid-tool", processors) : [stderr.trim() || `exit status ${status}`];
    report.check(`cpuid ${args.join(" ")} of this machine is read whole and printed again`, faults);
  }
  if (!hasKvm) return report.skip("the host probe's answer is read", "KVM may not be asked here");
  const host = await probeHost();
  const lists = [host.supportedCpuid, host.supportedHvCpuid].filter((list) => list !== undefined && list.length > 0);
  report.check("the host probe's answer is read", faultsOf(JSON.stringify(host), "leaves-json", lists.length));
}
