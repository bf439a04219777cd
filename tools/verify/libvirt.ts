// The installed libvirt, run inside virsh itself on a folder of its own: no daemon is started and no domain of the host is seen.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseVersion, type Version } from "#base/version.ts";
import { parseQemuArgv, type QemuVm } from "#formats/qemu-argv.ts";
import { qemuUserEnvironment } from "./libvirt-user.ts";
import { inParallel, runProgram } from "./program.ts";

/** What libvirt makes of a domain: QEMU's command line, or its refusal. */
export type Conversion = { readonly argv: string } | { readonly refusal: string };

export interface Libvirt {
  readonly release: Version;
  /** In the order of the domains. */
  readonly convert: (domains: readonly string[]) => Promise<readonly Conversion[]>;
  /** libvirt's objection to defining each domain; undefined when it took it. Every domain is taken back at once. */
  readonly define: (domains: readonly string[]) => Promise<readonly (string | undefined)[]>;
  /** What libvirt's own schema says against each domain; undefined when it is valid. */
  readonly validate: (domains: readonly string[]) => Promise<readonly (string | undefined)[]>;
  /** The names of CPU models that libvirt knows. */
  readonly cpuModels: () => Promise<ReadonlySet<string>>;
}

/** Opens libvirt with a folder for its files; throws with libvirt's words when it does not work. */
export async function openLibvirt(folder: string): Promise<Libvirt> {
  const root = join(folder, "libvirt");
  mkdirSync(join(root, "etc"), { recursive: true });
  // As root, libvirt would run QEMU as a user who may not be allowed to open /dev/kvm, and then ask QEMU anew each time.
  if (process.getuid?.() === 0)
    writeFileSync(join(root, "etc", "qemu.conf"), 'user = "+0"\ngroup = "+0"\nsecurity_driver = "none"\n');
  const env = { HOME: folder, ...qemuUserEnvironment(root) };
  const virsh = (...args: string[]): ReturnType<typeof runProgram> =>
    runProgram("virsh", ["-q", "-c", `qemu:///embed?root=${root}`, ...args], { seconds: 120, env });
  const said = await runProgram("virsh", ["--version"]);
  const release = parseVersion(said.stdout);
  if (!release) throw new Error(`virsh --version: ${said.stderr}`);
  const tried = await virsh("version");
  if (tried.status !== 0) throw new Error(complaint(tried.stderr));
  const save = (domain: string, index: number): string => {
    const file = join(folder, `domain-${index}.xml`);
    writeFileSync(file, domain);
    return file;
  };
  // One virsh for all: each start of it reads what it knows of QEMU anew. A command that fails does not stop the next.
  const each = async (
    domains: readonly string[],
    commands: (file: string, name: string) => string,
  ): Promise<readonly Conversion[]> => {
    const script = domains.map((domain, index) => {
      const mark = `${MARK}${index};`;
      const name = /<name>([\w-]+)<\/name>/.exec(domain)?.[1] ?? "";
      return `echo '${mark}'; echo --err '${mark}'; ${commands(save(domain, index), name)}`;
    });
    const { stdout, stderr } = await virsh(script.join("; "));
    return readConversions(domains.length, stdout, stderr);
  };
  return {
    release,
    convert: (domains) => each(domains, (file) => `domxml-to-native qemu-argv '${file}'`),
    define: async (domains) => {
      const answers = await each(domains, (file, name) => `define '${file}'; dominfo '${name}'; undefine '${name}'`);
      return answers.map((answer) => ("refusal" in answer ? answer.refusal : undefined));
    },
    validate: (domains) =>
      inParallel(domains.map(save), availableParallelism(), async (file) => {
        const { status, stderr, stdout } = await runProgram("virt-xml-validate", [file, "domain"]);
        return status === 0 ? undefined : `${stderr}${stdout}`.trim().split("\n").slice(0, 2).join(" / ");
      }),
    cpuModels: async () => {
      const { stdout } = await virsh("cpu-models", "x86_64");
      return new Set(stdout.split("\n").map((line) => line.trim()));
    },
  };
}

/** Stands in both outputs in front of what belongs to a domain. */
const MARK = "flipbit-domain-";

/** Cuts the outputs of one virsh into what it said of each domain. */
export function readConversions(count: number, stdout: string, stderr: string): readonly Conversion[] {
  const [argvs, errors] = [stdout, stderr].map((text) => {
    const parts = text.split(new RegExp(`(?:error: )?${MARK}(\\d+);`)).slice(1);
    return new Map(
      parts.flatMap((number, at) => (at % 2 === 0 ? [[Number(number), (parts[at + 1] ?? "").trim()]] : [])),
    );
  });
  return Array.from({ length: count }, (_, index): Conversion => {
    const argv = argvs?.get(index) ?? "";
    return argv === "" ? { refusal: complaint(errors?.get(index) ?? "") } : { argv };
  });
}

/** libvirt's errors without its log lines. */
export const complaint = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => line !== "" && !/^\d{4}-\d\d-\d\d /.test(line))
    .map((line) => line.replace(/^error: /, ""))
    .join(" / ") || "failed without a word";

/** Reads the command line that libvirt wrote; the environment in front of it is not part of it. */
export function readConversion(argv: string): QemuVm {
  const vm = parseQemuArgv(argv);
  if (!vm.ok) throw new Error(`libvirt's command line is not read: ${vm.issues.map((row) => row.message).join("; ")}`);
  return vm.value;
}
