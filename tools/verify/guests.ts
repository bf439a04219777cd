// Part (b): tiny guests under the installed QEMU, each compared with the engine's prediction for this very host.
import { availableParallelism } from "node:os";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { HostSelection } from "#engine/selection.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { lineDrawer } from "./draw-lines.ts";
import { compareGuest, type GuestComparison } from "./guest-comparison.ts";
import { FIXED_LINES, needsKvm, type GuestLine } from "./guest-lines.ts";
import { OUT_OF_TIME, startGuest, type Guest } from "./guest.ts";
import { inParallel } from "./program.ts";
import { openRandom } from "./random.ts";
import type { Report } from "./report.ts";

const DRAWN_TOPIC = "drawn";

/** How many lines are drawn; TCG is slower and has less to say. */
const DRAWN = { kvm: 200, tcg: 24 } as const;

/** Guests that may run out of time, half a minute each, until no more are started: something is wrong then, and all of it shows. */
const PATIENCE = 4;

export interface GuestCheck {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly qemu: string;
  readonly firmware: string;
  readonly host: HostSelection;
  readonly seed: number;
  /** Why no guest can use KVM here; undefined when they can. */
  readonly withoutKvm: string | undefined;
  /** After so long no drawn guest is started any more. */
  readonly seconds: number;
}

/** Starts every guest, several at a time, and reports them in their order. */
export async function checkGuests(check: GuestCheck): Promise<void> {
  const { report, seed, catalog, withoutKvm } = check;
  const lines = [...FIXED_LINES, ...drawLines(catalog, seed)];
  const possible = lines.filter(({ args }) => withoutKvm === undefined || !needsKvm(args));
  if (withoutKvm !== undefined) report.skip(`${lines.length - possible.length} guests with KVM`, withoutKvm);
  report.note(`drawn with --seed ${seed}`);
  const excuses = new Map<string, number>();
  const rules = new Set<string>();
  const judged = await judgeAll(check, possible);
  for (const { name, differences, excuses: used, findings } of judged) {
    report.check(name, differences);
    for (const excuse of used) excuses.set(excuse, (excuses.get(excuse) ?? 0) + 1);
    for (const rule of findings) rules.add(rule);
  }
  const changed = judged.filter(({ name }) => name.includes(WITHOUT_IT)).length;
  if (changed > 0) report.note(`${changed} guests got ${WITHOUT_IT}: this host's KVM refuses MSR 0x10a`);
  const counted = [...excuses].map(([name, count]) => `${name} ${count}`).toSorted();
  report.note(`excuses used: ${counted.join(", ") || "none"}`);
  report.note(`rules of the engine that these guests met: ${[...rules].toSorted().join(", ")}`);
}

/** Starts the guests; those that could not be started in time are reported here. */
async function judgeAll(check: GuestCheck, lines: readonly GuestLine[]): Promise<readonly NamedJudgement[]> {
  const { report, seconds } = check;
  const end = performance.now() + seconds * 1000;
  let hung = 0;
  let late = 0;
  let given = 0;
  const judged = await inParallel(lines, availableParallelism(), async ({ topic, args }) => {
    if (hung >= PATIENCE) given += 1;
    else if (topic === DRAWN_TOPIC && performance.now() > end) late += 1;
    else {
      const guest = await startLine(check, args);
      if (guest.end === OUT_OF_TIME) hung += 1;
      return { name: `guest: ${topic}: ${guest.args}`, ...judge(check, guest) };
    }
    return undefined;
  });
  if (late > 0) report.skip(`${late} drawn guests`, `this machine is slow: the others took ${seconds} s`);
  if (given > 0) report.fail(`${given} guests`, [`not started after ${hung} guests had run out of time`]);
  return judged.filter((one) => one !== undefined);
}

function drawLines(catalog: Catalog, seed: number): GuestLine[] {
  const draw = lineDrawer(catalog, openRandom(seed));
  return (["kvm", "tcg"] as const).flatMap((accel) =>
    Array.from({ length: DRAWN[accel] }, () => ({ topic: DRAWN_TOPIC, args: draw(accel) })),
  );
}

interface Judged extends GuestComparison {
  /** The rules of what was predicted. */
  readonly findings: readonly string[];
}

interface NamedJudgement extends Judged {
  readonly name: string;
}

function judge({ catalog, host }: GuestCheck, guest: Guest): Judged {
  const vm = parseQemuArgv(guest.args);
  if (!vm.ok) {
    const said = vm.issues.map((issue) => `Flipbit does not read it: ${issue.message}`);
    return { differences: guest.started ? said : [], excuses: new Set(), findings: [] };
  }
  const predicted = resolveVm(catalog, { ...vm.value, host });
  return { ...compareGuest(guest, predicted), findings: predicted.problems.map(({ rule }) => rule) };
}

/** Some hosts' KVM refuses an MSR that comes with an ordinary feature of the CPU model: QEMU then aborts, and the line is tried without. */
const REFUSED_MSR = /failed to set MSR 0x10a /;
const WITHOUT_IT = "arch-capabilities=off";

async function startLine({ qemu, firmware }: GuestCheck, args: string): Promise<Guest> {
  const guest = await startGuest(qemu, firmware, args);
  if (guest.started || !guest.messages.some((message) => REFUSED_MSR.test(message))) return guest;
  return startGuest(qemu, firmware, args.replace(/(-cpu [^ ,]+)/, `$1,${WITHOUT_IT}`));
}
