// Properties of a CPU: QEMU's own list against what the engine believes this release accepts.
import { resolveVm } from "#engine/resolve.ts";
import { difference, type QemuCheck } from "./qemu-release.ts";
import { readProperties } from "./qmp-answers.ts";
import { withQmp } from "./qmp.ts";

/** A model that every release has. */
const MODEL = "qemu64";

/** QOM's own properties, on every object: no part of a CPU's command line. */
const BELONGS_TO_QOM = new Set(["type", "parent_bus", "realized", "hotplugged", "hotpluggable"]);

/** Compares each paravirtual property, one check each, and all other properties together. */
export async function checkProperties(check: QemuCheck): Promise<void> {
  const { catalog, judge } = check;
  const listed = await withQmp(check.qemu, "none", async (qmp) => {
    const typename = `${MODEL}-x86_64-cpu`;
    const device = readProperties(await qmp.ask("device-list-properties", { typename }));
    const object = readProperties(await qmp.ask("qom-list-properties", { typename }));
    // Older releases leave every name with "legacy-" out of the first list, and put text forms of others into the second.
    const real = [...object].filter(
      ([name]) => !(name.startsWith("legacy-") && object.has(name.slice("legacy-".length))),
    );
    return new Map([...real, ...device]);
  });
  const paravirtual = new Set<string>();
  for (const { property } of catalog.features) {
    if (property?.scope !== "cpu") continue;
    // What begins with an underscore spelling is an alias; QEMU lists some and takes all.
    judge.check(
      `property ${property.name}`,
      difference("exists", accepts(check, property.name), listed.has(property.name)),
    );
    for (const name of [property.name, ...property.aliases]) paravirtual.add(name);
  }
  const others = new Set([
    ...catalog.flags.words.flatMap((word) => Object.values(word.flags)),
    ...catalog.flags.properties.filter((row) => row.models === undefined).map((row) => row.name),
    ...[...listed.keys()].filter((name) => !BELONGS_TO_QOM.has(name)),
  ]);
  const wrong = [...others]
    .filter((name) => !paravirtual.has(name))
    .flatMap((name) => difference(name, accepts(check, name), listed.has(name)));
  judge.check("other properties of a CPU", wrong);
}

/** Whether the engine lets the name pass, whatever it thinks of the value. */
function accepts({ catalog, selection }: QemuCheck, property: string): boolean {
  const { problems } = resolveVm(catalog, {
    machine: "",
    cpu: MODEL,
    accel: "tcg",
    overrides: [{ property, form: "value", value: "on" }],
    host: selection,
  });
  return !problems.some((problem) => problem.rule === "property-unknown" && problem.property === property);
}
