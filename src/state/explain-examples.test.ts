import { describe, expect, it } from "vitest";
import { applyEdits } from "#base/text-edit.ts";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { EXAMPLES } from "./explain-examples.ts";
import { explainWork } from "./explain-work.ts";

const catalog = realCatalog();
const options = anyHost(catalog);
const profile = catalog.profiles.find(({ id }) => id === "windows-recommended");

const upgrade = (text: string) => {
  if (!profile) throw new Error("no profile");
  const { rounds, unsaid } = explainWork(catalog, { task: "upgrade", text, options, profile, vm: 0 });
  return { text: rounds.reduce(applyEdits, text), unsaid };
};

const machines = EXAMPLES.filter(({ text }) => explainWork(catalog, { task: "explain", text, options }).vmCount > 0);

describe("the examples", () => {
  it.each(machines)("$title: a profile comes in, and a second time changes nothing", ({ text }) => {
    const made = upgrade(text);
    expect(made.text).not.toBe(text);
    expect(upgrade(made.text)).toEqual(made);
    const [before] = explainWork(catalog, { task: "explain", text, options }).vms;
    const [after] = explainWork(catalog, { task: "explain", text: made.text, options }).vms;
    expect(after?.vm.machine).toBe(before?.vm.machine);
    expect(after?.vm.cpu).toBe(before?.vm.cpu);
  });
});
