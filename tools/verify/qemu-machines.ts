// Machine types: which exist, what their aliases mean, which are on their way out, and which properties they pin.
import { availableParallelism } from "node:os";
import type { MachineEntry } from "#catalog/open.ts";
import { resolveCpu } from "#engine/cpu.ts";
import { compatProperties, resolveMachine } from "#engine/machine.ts";
import { inParallel } from "./program.ts";
import { difference, type QemuCheck } from "./qemu-release.ts";
import { readExpansion, readMachines, readModels, type QmpMachine, type QmpModel } from "./qmp-answers.ts";
import { withQmp, type Qmp } from "./qmp.ts";

/** Compares every machine type of the catalogue, and of QEMU, one check each. */
export async function checkMachines(check: QemuCheck): Promise<void> {
  const machines = await withQmp(check.qemu, "none", askMachines);
  const ours = check.catalog.boards.filter((board) => board.downstream === undefined);
  const names = ours.flatMap((board) => board.versions.map((version) => version.name));
  const unknown = [...machines.keys()].filter((name) => !names.includes(name));
  check.judge.check(
    "machine types that the catalogue lacks",
    unknown.map((name) => `QEMU has ${name}`),
  );
  check.judge.check("machine type by default", [
    ...difference("default", resolved(check, "")?.version.name, [...machines.values()].find((m) => m.isDefault)?.name),
  ]);
  const effects = await inParallel(names, availableParallelism(), (name) => effectsOf(check, name, machines));
  for (const [index, name] of names.entries()) {
    const there = machines.get(name);
    check.judge.check(`machine type ${name}`, [
      ...existence(check, name, there),
      ...(there ? [...aliasDifferences(check, there), ...compatDifferences(check, there)] : []),
      ...(effects[index] ?? []),
    ]);
  }
}

/** QEMU 9.1 and later tell what each type pins when asked to; older ones refuse the question. */
async function askMachines(qmp: Qmp): Promise<ReadonlyMap<string, QmpMachine>> {
  const withCompat = await qmp.ask("query-machines", { "compat-props": true }).catch(() => undefined);
  return readMachines(withCompat ?? (await qmp.ask("query-machines")));
}

const resolved = ({ catalog, host, release }: QemuCheck, name: string): MachineEntry | undefined =>
  resolveMachine(catalog, name, host, release).entry;

function existence({ catalog, host, release }: QemuCheck, name: string, there: QmpMachine | undefined): string[] {
  const answer = resolveMachine(catalog, name, host, release);
  return [
    ...difference("exists", answer.exists, there ? "yes" : "no"),
    ...(there?.isDeprecated === undefined ? [] : difference("deprecated", answer.deprecated, there.isDeprecated)),
  ];
}

function aliasDifferences(check: QemuCheck, { name, alias }: QmpMachine): string[] {
  const ours = check.catalog.machineByName.get(name)?.board.alias ?? undefined;
  const isMeant = ours !== undefined && resolved(check, ours)?.version.name === name;
  return difference("alias", isMeant ? ours : undefined, alias);
}

/** Drivers whose pinned properties the catalogue lists: processors and what a paravirtual guest sees beside them. */
const DRIVERS = /^(?:.+-)?x86_64-cpu\.|^(?:apic|apic-common|kvmclock|vmport)\./;

function compatDifferences(check: QemuCheck, { name, compat }: QmpMachine): string[] {
  if (compat === undefined) return [];
  const ours = pinned(check, name);
  const theirs = new Map([...compat].filter(([property]) => DRIVERS.test(property)));
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((property) =>
    difference(`pins ${property}`, ours.get(property), theirs.get(property)),
  );
}

/** `driver.property` to value; the last row of a property is the one that holds. */
function pinned({ catalog, release }: QemuCheck, name: string): ReadonlyMap<string, string> {
  const entry = catalog.machineByName.get(name);
  const rows = entry ? compatProperties(catalog, entry, release) : [];
  return new Map(rows.map((row) => [`${row.driver}.${row.property}`, row.value]));
}

/** Starts QEMU with the type: what unversioned models mean there, and whether pinned CPU properties have their values. */
async function effectsOf(
  check: QemuCheck,
  name: string,
  machines: ReadonlyMap<string, QmpMachine>,
): Promise<readonly string[]> {
  const entry = check.catalog.machineByName.get(name);
  if (!machines.has(name) || !entry) return [];
  return withQmp(check.qemu, name, async (qmp) => {
    const models = readModels(await qmp.ask("query-cpu-definitions"));
    const effects = await effectsOfPins(check, name, models, qmp);
    return [...[...models.values()].flatMap((model) => meaningOf(check, entry, model)), ...effects];
  });
}

function meaningOf({ catalog, release }: QemuCheck, entry: MachineEntry, { name, aliasOf }: QmpModel): string[] {
  const known = catalog.cpuByName.get(name);
  // Old machine types tell of no alias; a name that fixes its version by itself means the same everywhere.
  if (known === undefined || (aliasOf === undefined && known.version !== undefined)) return [];
  return difference(`${name} means`, resolveCpu(catalog, name, entry, release).name, aliasOf ?? name);
}

async function effectsOfPins(
  check: QemuCheck,
  machine: string,
  models: ReadonlyMap<string, QmpModel>,
  qmp: Qmp,
): Promise<string[]> {
  const wanted = new Map<string, Map<string, string>>();
  for (const [place, value] of pinned(check, machine)) {
    const [driver = "", property = ""] = place.split(".");
    const model = driver === "x86_64-cpu" ? "base" : driver.replace(/-x86_64-cpu$/, "");
    if (model === driver || !models.has(model)) continue;
    wanted.set(model, (wanted.get(model) ?? new Map<string, string>()).set(property, value));
  }
  const found: string[] = [];
  for (const [model, properties] of wanted) {
    const values = readExpansion(await qmp.ask("query-cpu-model-expansion", { type: "full", model: { name: model } }));
    for (const [property, value] of properties) {
      found.push(...difference(`${model}.${property} is`, plain(value), plain(String(values.get(property)))));
    }
  }
  return found;
}

/** One spelling for each value: on and true, 0xd and 13 are the same. */
export const plain = (value: string): string =>
  value === "on" ? "true" : value === "off" ? "false" : /^0x[0-9a-f]+$/i.test(value) ? String(Number(value)) : value;
