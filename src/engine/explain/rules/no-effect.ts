// What is written and changes nothing: elements that reach no QEMU, and flags that another one takes away.
import { factOf } from "../context.ts";
import type { Mention } from "../config.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { hiddenFlags } from "./hidden.ts";

/** Formats whose notes tell that a token reaches nothing; on a command line they tell of shell variables. */
const NOTED = new Set(["libvirt", "virt-install", "kubevirt", "proxmox", "nova"]);

export const noEffect: Rule = {
  id: "NO-EFFECT",
  find: (context) => {
    // What the tool above adds by itself nobody wrote.
    const hidden = hiddenFlags(context).filter((property) => context.mentionOf(property) !== undefined);
    const noted = NOTED.has(context.kind)
      ? context.config.mentions.flatMap((mention, index) => (isIdle(mention) ? [nothing(mention, index)] : []))
      : [];
    const kvm = context.catalog.featureById.get("kvm");
    return [
      ...noted,
      ...hidden.map((property): Omit<Finding, "rule"> => ({
        severity: "warning",
        subject: property,
        say: "NO-EFFECT/hidden",
        args: { written: property },
        span: context.spanOf(property),
        facts: kvm ? [factOf(kvm, "conflicts")] : [],
        fixes: [{ title: `Remove ${property}`, isSafe: true, changes: [{ op: "remove-property", property }] }],
      })),
    ];
  },
};

/** Written for nothing; mode='custom' is the usual way in libvirt's words, and asks for nothing. */
const isIdle = ({ kind, name, value, note, isRefused }: Mention): boolean =>
  kind === "property" && note !== undefined && isRefused !== true && !(name === "hv-passthrough" && value === "off");

const nothing = (mention: Mention, index: number): Omit<Finding, "rule"> => ({
  severity: "warning",
  subject: mention.name,
  say: "NO-EFFECT",
  args: { written: mention.written, why: mention.note ?? "" },
  span: mention.span,
  facts: [],
  fixes: [{ title: `Remove ${mention.written}`, isSafe: false, changes: [{ op: "remove-mention", mention: index }] }],
});

/** The modes of <cpu> in which libvirt refuses the attribute `migratable` (libvirt 9.0.0, run). */
const FIXED_MODES = new Set(["custom", "host-model"]);

export const modeRequired: Rule = {
  id: "MODE-REQUIRED",
  find: ({ kind, config, spanOf, mentionOf }) => {
    // Without a mode, custom is meant.
    const mode = config.cpuMode ?? "custom";
    if (kind !== "libvirt" || !FIXED_MODES.has(mode) || !mentionOf("migratable")) return [];
    return [
      {
        severity: "error",
        subject: "migratable",
        say: "MODE-REQUIRED",
        args: { mode },
        span: spanOf("migratable"),
        facts: [],
        fixes: [
          { title: "Remove migratable", isSafe: true, changes: [{ op: "remove-property", property: "migratable" }] },
        ],
      },
    ];
  },
};
