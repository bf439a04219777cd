// The programs that the checks need, and the Debian packages that bring them.
import { hasQemuUser, WRAPPER } from "./libvirt-user.ts";
import { findLibrary, findProgram, runProgram } from "./program.ts";

interface Need {
  readonly program: string;
  readonly package: string;
}

const QEMU = [{ program: "qemu-system-x86_64", package: "qemu-system-x86" }] as const;

const LIBVIRT = [
  { program: "virsh", package: "libvirt-clients" },
  { program: "virt-xml-validate", package: "libvirt-clients" },
  { program: "xmllint", package: "libxml2-utils" },
  { program: "libvirt_driver_qemu.so", package: "libvirt-daemon-driver-qemu" },
  { program: WRAPPER, package: "libnss-wrapper" },
] as const;

const VIRTINST = [
  { program: "virt-install", package: "virtinst" },
  { program: "virt-xml", package: "virtinst" },
] as const;

const SHELL = [
  { program: "bash", package: "bash" },
  { program: "shellcheck", package: "shellcheck" },
] as const;

const PYTHON = { program: "python3", package: "python3" } as const;

export const NEEDS = {
  qemu: QEMU,
  guests: [...QEMU, { program: "as", package: "binutils" }, { program: "ld", package: "binutils" }, PYTHON],
  libvirt: [...QEMU, ...LIBVIRT],
  virtinst: VIRTINST,
  snippets: [...QEMU, ...VIRTINST, ...SHELL],
  profiles: [...QEMU, ...LIBVIRT, ...VIRTINST, ...SHELL, PYTHON],
  dumps: [{ program: "cpuid", package: "cpuid" }, PYTHON],
} as const satisfies Readonly<Record<string, readonly Need[]>>;

export type Part = keyof typeof NEEDS;

/** What a part needs and this machine lacks. */
export const lacking = (part: Part): readonly Need[] => NEEDS[part].filter(({ program }) => !isThere(program));

function isThere(program: string): boolean {
  if (program === WRAPPER && hasQemuUser()) return true;
  return (program.endsWith(".so") ? findLibrary(program) : findProgram(program)) !== undefined;
}

/** Why nothing may be installed here; undefined when it may. */
export function installObstacle(isForbidden: boolean): string | undefined {
  if (isForbidden) return "--no-install was given";
  if (findProgram("apt-get") === undefined) return "this is no Debian: there is no apt-get";
  return process.getuid?.() === 0 ? undefined : "only root may install packages";
}

/** A mirror that does not answer must not hold up a run, nor must another apt. */
const PATIENCE = [
  "Acquire::http::Timeout=20",
  "Acquire::https::Timeout=20",
  "Acquire::Retries=1",
  "DPkg::Lock::Timeout=60",
];

/**
 * Installs packages; apt's complaints when it ended badly, or nothing. Daemons and other recommended packages stay out.
 * Whether the programs are there then is another question.
 */
export async function install(packages: readonly string[]): Promise<readonly string[]> {
  const apt = (...args: string[]): ReturnType<typeof runProgram> =>
    runProgram("apt-get", ["-q", "-y", ...PATIENCE.flatMap((text) => ["-o", text]), ...args], {
      seconds: 150,
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
  const updated = await apt("update");
  const installed = await apt("install", "--no-install-recommends", ...packages);
  if (installed.status === 0) return [];
  const said = `${updated.stderr}\n${installed.stderr}`.split("\n").filter((line) => /^[EW]: /.test(line));
  return said.length > 0
    ? said
    : [installed.outOfTime ? "apt-get: out of time" : `apt-get: exit status ${installed.status}`];
}
