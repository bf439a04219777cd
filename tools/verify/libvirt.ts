// The installed libvirt, run inside virsh itself on a folder of its own: no daemon is started and no domain of the host is seen.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseVersion, type Version } from "#base/version.ts";
import { parseQemuArgv, type QemuVm } from "#formats/qemu-argv.ts";
import { runProgram } from "./program.ts";

/** What libvirt makes of a domain: QEMU's command line, or its refusal. */
export type Conversion = { readonly argv: string } | { readonly refusal: string };

export interface Libvirt {
  readonly release: Version;
  readonly convert: (domain: string) => Promise<Conversion>;
  /** What libvirt's own schema says against a domain; undefined when it is valid. */
  readonly invalid: (domain: string) => Promise<string | undefined>;
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
  const virsh = (...args: string[]): ReturnType<typeof runProgram> =>
    runProgram("virsh", ["-q", "-c", `qemu:///embed?root=${root}`, ...args], { seconds: 120, env: { HOME: folder } });
  const said = await runProgram("virsh", ["--version"]);
  const release = parseVersion(said.stdout);
  if (!release) throw new Error(`virsh --version: ${said.stderr}`);
  const tried = await virsh("version");
  if (tried.status !== 0) throw new Error(complaint(tried.stderr));
  const save = (domain: string): string => {
    const file = join(folder, "domain.xml");
    writeFileSync(file, domain);
    return file;
  };
  return {
    release,
    convert: async (domain) => {
      const { status, stdout, stderr } = await virsh("domxml-to-native", "qemu-argv", save(domain));
      return status === 0 ? { argv: stdout } : { refusal: complaint(stderr) };
    },
    invalid: async (domain) => {
      const { status, stderr, stdout } = await runProgram("virt-xml-validate", [save(domain), "domain"]);
      return status === 0 ? undefined : `${stderr}${stdout}`.trim().split("\n").slice(0, 2).join(" / ");
    },
    cpuModels: async () => {
      const { stdout } = await virsh("cpu-models", "x86_64");
      return new Set(stdout.split("\n").map((line) => line.trim()));
    },
  };
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
