// The installed virt-install and virt-xml on a host that is made up: virtinst's own way to test itself (its "magic" addresses),
// so that no libvirt is asked and nothing is defined anywhere.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseVersion, type Version } from "#base/version.ts";
import { escapeXml, parseElement, type XmlNode } from "#formats/xml.ts";
import { runProgram, type ProgramRun } from "./program.ts";

/** A domain as virtinst would define it, or why it does not. */
export type Printed = { readonly domain: XmlNode } | { readonly refusal: string };

/** The guest systems that differ for virtinst, by their names in its list of systems. */
export const GUESTS = { linux: "debian10", windows: "win10" } as const;
export type GuestName = keyof typeof GUESTS;

export interface Virtinst {
  readonly release: Version;
  /** What virt-install would define for a new guest with these options. */
  readonly install: (guest: GuestName, options: readonly string[]) => Promise<Printed>;
  /** What virt-xml makes of an existing Linux guest without paravirtual elements. */
  readonly edit: (options: readonly string[]) => Promise<Printed>;
  /** What virt-install would define from a whole command of its own, given by its words. */
  readonly command: (words: readonly string[]) => Promise<Printed>;
  /** What virt-xml makes of that same guest by several edits, one after the other. */
  readonly editAll: (edits: readonly (readonly string[])[]) => Promise<Printed>;
  /** The names that may stand behind an option such as `--features`, as its help lists them. */
  readonly optionNames: (option: string) => Promise<readonly string[]>;
}

interface Programs {
  readonly install: string;
  readonly xml: string;
}

/** virt-xml lies beside virt-install, under the same name but for the last word. */
export const programsOf = (install: string): Programs => ({
  install,
  xml: install.replace(/virt-install$/, "virt-xml"),
});

/** Opens virtinst for a host whose libvirt lists these Hyper-V features; throws with its words when it does not work. */
export async function openVirtinst(folder: string, program: string, hypervNames: readonly string[]): Promise<Virtinst> {
  const own = join(folder, "virtinst");
  mkdirSync(own, { recursive: true });
  const [host, able] = [join(own, "host.xml"), join(own, "able.xml")];
  writeFileSync(host, HOST);
  writeFileSync(able, abilities(hypervNames));
  const address = `__virtinst_test__test:///default,fakeuri=qemu:///system,predictable,caps=${host},domcaps=${able}`;
  const programs = programsOf(program);
  const run = (name: string, args: readonly string[], input = ""): Promise<ProgramRun> =>
    runProgram(name, args, { input, env: { HOME: own, XDG_CACHE_HOME: own } });
  const install = async (guest: GuestName, options: readonly string[]): Promise<ProgramRun> =>
    run(programs.install, ["--connect", address, ...NEW_GUEST, "--os-variant", GUESTS[guest], ...options]);
  const said = await run(programs.install, ["--version"]);
  const release = parseVersion(said.stdout.trim());
  if (!release) throw new Error(`${program} --version: ${said.stderr.trim()}`);
  const plain = await install("linux", []);
  if (plain.status !== 0) throw new Error(`${program}: ${plain.stderr.trim()}`);
  return {
    release,
    install: async (guest, options) => readPrinted(await install(guest, options)),
    edit: async (options) =>
      readPrinted(await run(programs.xml, ["--connect", address, "--edit", "--print-xml", ...options], plain.stdout)),
    command: async (words) =>
      readPrinted(await run(programs.install, ["--connect", address, "--print-xml", "--dry-run", ...words])),
    editAll: async (edits) => {
      let last = plain;
      for (const options of edits) {
        last = await run(programs.xml, ["--connect", address, "--print-xml", ...options], last.stdout);
        if (last.status !== 0) break;
      }
      return readPrinted(last);
    },
    optionNames: async (option) => readNames((await run(programs.install, [option, "help"])).stdout),
  };
}

/** Everything that has a default which differs from machine to machine is said. */
const NEW_GUEST =
  "--print-xml --dry-run --name flipbit-check --memory 64 --disk none --import --network none --graphics none".split(
    " ",
  );

/** An Intel host: some defaults are for its processors only. */
const HOST = `<capabilities>
  <host><cpu><arch>x86_64</arch><model>Haswell</model><vendor>Intel</vendor></cpu></host>
  <guest>
    <os_type>hvm</os_type>
    <arch name='x86_64'>
      <wordsize>64</wordsize><emulator>/usr/bin/qemu-system-x86_64</emulator>
      <machine canonical='pc-q35-7.2'>q35</machine><domain type='qemu'/><domain type='kvm'/>
    </arch>
    <features><acpi default='on' toggle='yes'/><apic default='on' toggle='no'/></features>
  </guest>
</capabilities>
`;

const abilities = (hypervNames: readonly string[]): string => `<domainCapabilities>
  <path>/usr/bin/qemu-system-x86_64</path><domain>kvm</domain><machine>q35</machine><arch>x86_64</arch>
  <features><hyperv supported='yes'><enum name='features'>${hypervNames.map((name) => `<value>${escapeXml(name)}</value>`).join("")}</enum></hyperv></features>
</domainCapabilities>
`;

/** Reads what a program printed: one domain, or its complaint. */
export function readPrinted({ status, stdout, stderr, outOfTime }: ProgramRun): Printed {
  if (outOfTime) return { refusal: "out of time" };
  if (status === 0 && stdout.trim() !== "") return { domain: parseElement(stdout.trim()) };
  const lines = stderr.split("\n").filter((line) => line.startsWith("ERROR"));
  return { refusal: lines.map((line) => line.replace(/^ERROR\s+/, "")).join(" / ") || `exit status ${status}` };
}

/** Whether virtinst refused because it does not know an option's name, and not for another reason. */
export const isUnknownName = (refusal: string): boolean => /^Unknown --[\w-]+ options?: /.test(refusal);

/** The names of a help text: indented, one a line. */
export const readNames = (help: string): readonly string[] =>
  help
    .split("\n")
    .filter((line) => /^ {2}\S+$/.test(line))
    .map((line) => line.trim());
