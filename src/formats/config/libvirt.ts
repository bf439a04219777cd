// libvirt domain XML: whole domains, several in one text, parts of one, and what virsh printed around them.
import type { Issue } from "#base/result.ts";
import type { ConfigCodec } from "./codec.ts";
import { editDomain, editDomainTogether } from "./libvirt-edit.ts";
import { openDomains } from "./libvirt-open.ts";
import { judgeXml } from "./xml-judge.ts";

const DOMAIN = /<domain(?:\s+[\w:]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*>/;
/** Elements that hardly anything but libvirt has. */
const PART =
  /<(?:hyperv|kvm|features|cpu\s+m|cpu>\s*<model|vcpupin|ioapic|timer\s+name|feature\s+policy|qemu:(?:arg|commandline)|(?:relaxed|vapic|vpindex|runtime|synic|stimer|spinlocks|vendor_id|hidden|pvspinlock)\s+state)\b/;

export const libvirt: ConfigCodec = {
  kind: "libvirt",
  title: "libvirt domain XML",
  fits: (head) => (DOMAIN.test(head) ? 0.97 : PART.test(head) ? 0.8 : 0),
  read: (catalog, text) => {
    const domains = openDomains(catalog, text);
    return {
      vms: domains.map(({ config }) => config),
      issues:
        domains.length === 0
          ? [NOTHING]
          : domains.flatMap(({ parts, issues }) => [
              ...parts.flatMap((part) => judgeXml(text, part.element) ?? []),
              ...issues,
            ]),
    };
  },
  edit: editDomain,
  editTogether: editDomainTogether,
};

const NOTHING: Issue = {
  rule: "no-domain",
  message: "No libvirt domain, and no part of one, was found here.",
  offset: 0,
  length: 0,
};
