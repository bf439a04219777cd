// OpenStack Nova: properties of images and flavors in commands, tables and files, and the [libvirt] part of nova.conf.
import type { ConfigCodec } from "./codec.ts";
import { editNova } from "./nova-edit.ts";
import { novaNames } from "./nova-names.ts";
import { CONF_ROLES, novaPairs } from "./nova-pairs.ts";
import { readNova } from "./nova-read.ts";

export const nova: ConfigCodec = {
  kind: "nova",
  title: "OpenStack Nova properties",
  fits: (head, catalog) => {
    const pairs = novaPairs(novaNames(catalog), head).filter(({ role }) => role !== "other");
    if (pairs.some(({ role }) => !CONF_ROLES.has(role))) return 0.85;
    return pairs.length > 0 ? 0.6 : 0;
  },
  read: (catalog, text) => {
    const vm = readNova(catalog, text);
    const none = {
      rule: "no-property",
      message: "No property or setting of Nova's that is of this subject was found here.",
      offset: 0,
      length: 0,
    };
    return { vms: vm ? [vm] : [], issues: vm ? [] : [none] };
  },
  edit: editNova,
};
