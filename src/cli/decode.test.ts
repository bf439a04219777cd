import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import type { DecodeAnswer } from "./decode.ts";
import { run } from "./run.ts";

const captured = (name: string): string =>
  readFileSync(new URL(`../formats/cpuid-dump/captured/${name}`, import.meta.url), "utf8");

async function decode(argv: readonly string[], text: string) {
  const said = { out: "", complaints: "" };
  const status = await run(["decode", ...argv], {
    catalog: realCatalog,
    today: () => "2026-11-22",
    read: async function* () {
      yield text;
    },
    write: async (part) => {
      said.out += part;
    },
    complain: (part) => {
      said.complaints += part;
    },
  });
  return { status, ...said };
}

const HOST = ["--qemu", "11.1", "--kernel", "6.12", "--vendor", "amd"];
const VM = ["--", "-machine", "q35,accel=kvm", "-cpu", "EPYC"];

test("without a host it says whose hypervisor it is, and compares nothing", async () => {
  const { status, out } = await decode(["-"], captured("cpuid-r.txt"));
  expect(status).toBe(0);
  expect(out).toContain("Taken for: cpuid-tool");
  expect(out).toContain("CPU 0 and 1 like it");
  expect(out).toContain("0x40000000  KVMKVMKVM  (KVM)");
  expect(out).not.toContain("missing");
});

test("beside a VM it says what was missed and which flags are likely", async () => {
  const { status, out } = await decode([...HOST, "-", ...VM], captured("guest-kvm.txt"));
  expect(status).toBe(0);
  expect(out).toMatch(/Your guest could have run faster:\n(.*\n)* {4}kvm-pv-ipi {2}\+kvm-pv-ipi\n/);
  expect(out).toMatch(/Likely configuration \(exact\): qemu-system-x86_64 .*-cpu EPYC,/);
  expect(out).toMatch(/CPU model \(open\): EPYC: the version word is this model's\. The dump does not tell the name\./);
  expect(out).toMatch(/Of \d+ machine types \d+ need the fewest flags: pc-q35-/);
});

test("as JSON", async () => {
  const { out } = await decode([...HOST, "--format", "json", "-", ...VM], captured("cpuid-1-r.txt"));
  const { format, issues, cpus } = JSON.parse(out) as DecodeAnswer;
  expect([format, issues]).toEqual(["cpuid-tool", []]);
  expect(cpus[0]?.likely).toMatchObject({ sureness: "exact", differing: 0 });
  expect(cpus[0]?.likely).toMatchObject({ flags: "", cpu: { models: ["host", "max"], sureness: "likely" } });
  expect(cpus[0]?.likely?.machines?.ranges[0]).toMatchObject({ last: "pc-q35-11.1" });
  expect(cpus[0]?.rows).toContainEqual(
    expect.objectContaining({ state: "extra", leaf: "0x40000001", register: "eax", name: "kvm-pv-unhalt" }),
  );
});

test("a program that reads no hypervisor leaves says nothing of them", async () => {
  const { out } = await decode([...HOST, "-", ...VM], captured("kcpuid-r.txt"));
  expect(out).toContain("no hypervisor leaves: the program did not read them");
  expect(out).not.toMatch(/missing +0x4|could have run faster/);
  expect(out).toMatch(/Likely configuration \(flags not told\): .*-cpu host\n/);
});

test("a text that only explains names the command that prints the words", async () => {
  const { status, out } = await decode(["-"], captured("cpuid-1.txt"));
  expect(status).toBe(2);
  expect(out).toContain("`cpuid -r` prints them");
});

test("the likely configuration names machine options too, and an accelerator that was written stays", async () => {
  const tcg = ["--", "-machine", "q35,accel=tcg", "-cpu", "EPYC"];
  const same = await decode([...HOST, "-", ...tcg], captured("guest-tcg.txt"));
  expect(same.out).not.toMatch(/(missing|extra) +0x4/);
  const other = await decode([...HOST, "-", ...VM], captured("guest-tcg.txt"));
  expect(other.out).toMatch(/Likely configuration \(exact\): .*accel=tcg/);
});

test.each([
  [["-"], "no dump at all", "fits none of the formats", ""],
  [[], "", "", "no file given"],
  [["--as", "nothing", "-"], "", "", "--as: no format"],
  [["--guest", "dos", "-"], "", "", "--guest: no guest"],
  [["-", "--", "-cpu", "EPYC"], "", "", "need a host"],
  [["a", "b"], "", "", "One dump at a time"],
])("refuses %j", async (argv, text, out, complaint) => {
  const ran = await decode(argv, text);
  expect(ran.status).toBe(2);
  expect(ran.out).toContain(out);
  expect(ran.complaints).toContain(complaint);
});
