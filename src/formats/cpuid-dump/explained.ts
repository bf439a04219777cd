// Texts of CPUID programs that explain a processor in words of their own and leave its register words out: which command prints these.

interface Explained {
  readonly title: string;
  readonly fits: RegExp;
  /** The command that prints the words. */
  readonly command: string;
}

const EXPLAINED: readonly Explained[] = [
  {
    title: "what cpuid explains",
    fits: /^[ \t]*(?:vendor_id = "|version information \(1\/eax\):|(?:extended )?feature (?:information|flags) \()/m,
    command: "cpuid -r",
  },
  { title: "what kcpuid explains", fits: /^(?:CPU features:\n=+|CPUID_0x[0-9a-f]+_ECX\[)/m, command: "kcpuid -r" },
  { title: "what x86info explains", fits: /^x86info v/m, command: "x86info -r" },
  { title: "/proc/cpuinfo", fits: /^(?:processor|vendor_id)\t*: /m, command: "cpuid -r" },
  { title: "what lscpu explains", fits: /^Architecture: .*\nCPU op-mode/m, command: "cpuid -r" },
];

/** What a text explains without giving the words, and what to do instead. */
export function explainedDump(head: string): { readonly title: string; readonly message: string } | undefined {
  const found = EXPLAINED.find(({ fits }) => fits.test(head));
  if (!found) return undefined;
  const { title, command } = found;
  return { title, message: `this is ${title}, without the register words themselves; \`${command}\` prints them` };
}
