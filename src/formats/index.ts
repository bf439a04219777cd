// The formats that a selection can be copied in. A new format is one file and one line here.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { printLibvirtDomain, printLibvirtFragment } from "./libvirt-xml.ts";
import { printQemuSnippet } from "./qemu-argv-print.ts";
import type { Snippet, SnippetHeader } from "./snippet.ts";

export interface Format {
  readonly id: "qemu-argv" | "libvirt-fragment" | "libvirt-domain";
  readonly title: string;
  readonly print: (catalog: Catalog, selection: Selection, header: SnippetHeader) => Snippet;
}

export const FORMATS: readonly Format[] = [
  { id: "qemu-argv", title: "QEMU command line", print: printQemuSnippet },
  { id: "libvirt-fragment", title: "libvirt, parts of a domain", print: printLibvirtFragment },
  { id: "libvirt-domain", title: "libvirt, whole domain", print: printLibvirtDomain },
];
