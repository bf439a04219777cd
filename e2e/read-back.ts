// What programs find in a copied snippet: each format is read by a parser of its own kind.
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { parseAllDocuments } from "yaml";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { parseSelectionJson } from "#formats/selection-json.ts";
import { splitShell } from "#formats/shell-words.ts";

/** The words of a script, comments and quotes taken away. */
function words(text: string): readonly string[] {
  const split = splitShell(text);
  if (!split.ok) throw new Error(split.issues[0]?.message);
  return split.value.map((word) => word.text);
}

function flags(text: string): readonly string[] {
  const vm = parseQemuArgv(text);
  if (!vm.ok) throw new Error(vm.issues[0]?.message);
  return [vm.value.cpu, ...vm.value.overrides.map(({ property, value }) => `${property}=${value}`)];
}

function selectionFlags(text: string): readonly string[] {
  const selection = parseSelectionJson(text);
  if (!selection.ok) throw new Error(selection.issues[0]?.message);
  return [selection.value.cpu, ...selection.value.overrides.map(({ property, value }) => `${property}=${value}`)];
}

/** Elements without children, as `name attribute=value`. */
function elements(text: string): readonly string[] {
  const leaves = (node: XmlElement): string[] => {
    const children = node.children.filter((child) => child instanceof XmlElement);
    if (children.length > 0) return children.flatMap(leaves);
    return [
      [node.name, ...Object.entries(node.attributes).map(([name, value]) => `${name}=${value}`), node.text]
        .join(" ")
        .trim(),
    ];
  };
  const { root } = parseXml(text);
  return root ? leaves(root) : [];
}

/** Values at the ends of a document, as `a.b=value`. */
function ends(data: unknown, path: string): readonly string[] {
  if (typeof data !== "object" || data === null) return [`${path}=${String(data)}`];
  return Object.entries(data).flatMap(([key, value]) => ends(value, path === "" ? key : `${path}.${key}`));
}

const yaml = (text: string): readonly string[] =>
  parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return ends(document.toJS(), "");
  });

const sections = (text: string): readonly string[] =>
  [...text.matchAll(/^\[(\w+)\]\n((?: {2}[\w-]+ = "[^"]*"\n?)*)/gm)].map(
    ([, name, keys = ""]) => `${name ?? ""} ${[...keys.matchAll(/"([^"]*)"/g)].map(([, value]) => value).join(" ")}`,
  );

const fenced = (text: string): string => /```sh\n([^]*?)\n```/.exec(text)?.[1] ?? "";

/** By the format's id: what is read of a text, item by item. */
export const READERS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  "qemu-argv": flags,
  "qemu-line": flags,
  "qemu-cpu": flags,
  "qemu-readconfig": sections,
  "qemu-qmp": (text) => ends(JSON.parse(text), ""),
  "libvirt-fragment": (text) => elements(`<parts>${text}</parts>`),
  "libvirt-domain": elements,
  "virt-install": words,
  "virt-xml": words,
  "kubevirt-vmi": yaml,
  "kubevirt-preference": yaml,
  proxmox: words,
  nova: words,
  ovirt: elements,
  "cloud-hypervisor": words,
  report: (text) => flags(fenced(text)),
  json: selectionFlags,
};
