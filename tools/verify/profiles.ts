// Every profile, written for several hosts in every format that a program of this machine reads, in the hands of that program.
import { versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { domainMachine } from "#formats/libvirt-model.ts";
import type { Judge } from "./known.ts";
import { checkRound } from "./libvirt-round.ts";
import type { Libvirt } from "./libvirt.ts";
import { profileLines } from "./profile-lines.ts";
import type { Report } from "./report.ts";
import { checkQemuSnippets } from "./snippets-qemu.ts";
import { checkShellSnippets } from "./snippets-shell.ts";
import { checkVirtinstSnippets, onMadeUpHost } from "./snippets-virtinst.ts";
import { commandWords, printAs, type Tried } from "./snippets.ts";
import type { Virtinst } from "./virtinst.ts";

interface ProfileCheck {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly qemu: string;
  /** The installed QEMU's release. */
  readonly release: string;
  readonly folder: string;
  /** This machine; undefined where it has no KVM. */
  readonly here: HostSelection | undefined;
  readonly withoutKvm: string | undefined;
  readonly libvirt: { readonly open: Libvirt; readonly judge: Judge };
  readonly virtinst: { readonly open: Virtinst; readonly judge: Judge };
}

/** One check for each profile, host and program; lines that print the same text are tried once. */
export async function checkProfiles(check: ProfileCheck): Promise<void> {
  const { catalog, report, qemu, folder, here, release, libvirt, virtinst } = check;
  const lines = profileLines(catalog, { here, qemu: release, libvirt: libvirt.open.release });
  const text =
    (id: string, at?: string) =>
    ({ selection }: Tried): string =>
      printAs(catalog, id, selection, at).text;
  report.note(`${lines.length} lines: ${catalog.profiles.length} profiles, several hosts`);
  if (here) {
    await checkQemuSnippets({ catalog, report, qemu, folder, host: here, lines: distinct(lines, text("qemu-argv")) });
    const domains = distinct(lines, text("libvirt-domain")).filter(({ selection }) =>
      isMachine(catalog, selection, here),
    );
    await checkRound({ catalog, judge: libvirt.judge, libvirt: libvirt.open, lines: domains });
  } else report.skip("profiles by QEMU and libvirt", check.withoutKvm ?? "");
  await checkShellSnippets({ catalog, report, folder, lines, what: "profiles as shell snippets" });
  const command = text("virt-install", versionText(virtinst.open.release));
  const installs = distinct(lines, (line) => onMadeUpHost(commandWords(command(line))).join(" "));
  // virt-xml starts once for every edit: one line a profile is enough.
  const firsts = new Set(catalog.profiles.map(({ id }) => installs.find(({ args }) => args.startsWith(`${id}@`))));
  const isEdited = (line: Tried): boolean => firsts.has(line);
  await checkVirtinstSnippets({ catalog, judge: virtinst.judge, virtinst: virtinst.open, lines: installs, isEdited });
}

/** Whether the QEMU of this machine has the machine type that a domain would name: a platform's own it has not. */
const isMachine = (catalog: Catalog, selection: Selection, here: HostSelection): boolean => {
  const { name } = domainMachine(catalog, selection);
  const { problems } = resolveVm(catalog, { ...selection, machine: name, overrides: [], host: here });
  return !problems.some(({ rule }) => rule === "machine-unsupported");
};

/** The first line of each text, comments aside; its name also tells the others. */
function distinct(lines: readonly Tried[], textOf: (line: Tried) => string): readonly Tried[] {
  const found = new Map<string, Tried>();
  for (const line of lines) {
    const text = textOf(line)
      .replace(/^\s*#.*$/gm, "")
      .replace(/<!--[^]*?-->/g, "");
    const first = found.get(text);
    found.set(text, first ? { ...first, args: `${first.args}; ${line.args}` } : line);
  }
  return [...found.values()];
}
