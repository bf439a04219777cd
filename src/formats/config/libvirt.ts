// libvirt domain XML: whole domains, several in one text, parts of one, and what virsh printed around them.
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import { MOST_MACHINES, tooManyMachines, type ConfigCodec } from "./codec.ts";
import { editDomain, editDomainTogether } from "./libvirt-edit.ts";
import { elementRules, homeOf } from "./libvirt-elements.ts";
import { openDomains } from "./libvirt-open.ts";
import type { Part } from "./libvirt-read.ts";
import { judgeXml } from "./xml-judge.ts";
import { scanXml } from "./xml-scan.ts";

const DOMAIN = /<domain(?:\s+[\w:]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*>/;
/** Elements that hardly anything but libvirt has. */
const PART =
  /<(?:hyperv|kvm|features|cpu\s+m|cpu>\s*<model|vcpupin|ioapic|timer\s+name|feature\s+policy|qemu:(?:arg|commandline)|(?:relaxed|vapic|vpindex|runtime|synic|stimer|spinlocks|vendor_id|hidden|pvspinlock)\s+state)\b/;

export const libvirt: ConfigCodec = {
  kind: "libvirt",
  title: "libvirt domain XML",
  fits: (head) => (DOMAIN.test(head) ? 0.97 : PART.test(head) ? 0.8 : 0),
  read: (catalog, text) => {
    const found = openDomains(catalog, text, MOST_MACHINES + 1);
    const domains = found.slice(0, MOST_MACHINES);
    const rest = found[MOST_MACHINES];
    const issues = domains.flatMap(({ parts, issues: own }) => [
      ...parts.flatMap((part) => judgeXml(text, part.element) ?? []),
      ...unclosed(catalog, text, parts),
      ...own,
    ]);
    return {
      vms: domains.map(({ config }) => config),
      issues: [
        ...(domains.length === 0 ? [NOTHING] : issues),
        ...(rest ? [tooManyMachines(rest.config.span.start)] : []),
      ],
    };
  },
  edit: editDomain,
  editTogether: editDomainTogether,
};

/** Where parts without a domain were read, what stands around them and has no end: `<features/>` in the place of `</features>`. */
function unclosed(catalog: Catalog, text: string, parts: readonly Part[]): readonly Issue[] {
  if (parts.some(({ path }) => path === "domain")) return [];
  const taken = new Set(parts.map(({ element }) => element.start));
  const rules = elementRules(catalog);
  return scanXml(text)
    .filter(({ name, start, isClosed }) => !isClosed && !taken.has(start) && homeOf(rules, name) !== undefined)
    .map(({ name, start, openEnd }) => ({
      rule: "xml",
      message: `This is no well-formed XML: <${name}> has no end. What stands in it was read all the same.`,
      offset: start,
      length: openEnd - start,
    }));
}

const NOTHING: Issue = {
  rule: "no-domain",
  message: "No libvirt domain, and no part of one, was found here.",
  offset: 0,
  length: 0,
};
