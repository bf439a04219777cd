// Reads `virsh domcapabilities`: what libvirt says of a host's QEMU and KVM. What it leaves out stays unsaid.
import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml";
import { fail, ok, type Issue, type Result } from "#base/result.ts";
import type { LibvirtHost } from "#catalog/schema/measured.ts";

const ROOT = "domainCapabilities";

/** What people paste instead, and what it is. */
const OTHERS: Readonly<Record<string, string>> = {
  capabilities: "what virsh capabilities prints; it does not say what QEMU and KVM can do together",
  domain: "the XML of a domain",
  domainsnapshot: "the XML of a snapshot",
  cpu: "the XML of a CPU",
  sysinfo: "what virsh sysinfo prints",
  qemuCaps: "libvirt's own cache of what QEMU can do",
};

const ASK = "`virsh domcapabilities --virttype kvm` prints what is needed";

const issue = (rule: string, message: string): Issue => ({ rule, message });

/**
 * Reads the XML of `virsh domcapabilities`.
 * @returns the host as far as it tells, or what is wrong with the text, with line and column where it is cut or broken.
 */
export function parseDomcapabilities(text: string): Result<LibvirtHost> {
  const source = text.replace(/^\ufeff/, "").trim();
  const documents = source.match(new RegExp(`<${ROOT}[\\s>]`, "g"))?.length ?? 0;
  if (documents > 1)
    return fail(issue("xml-several", `these are ${documents} documents; give the one of the machine type in question`));
  const root = rootOf(source);
  if (!root.ok) return root;
  if (root.value.name !== ROOT) {
    const what = OTHERS[root.value.name] ?? `XML of another kind, <${root.value.name}>`;
    return fail(issue("xml-kind", `this is ${what}; ${ASK}`));
  }
  const issues = unfit(root.value);
  return issues.length > 0 ? fail(...issues) : ok(hostOf(root.value));
}

function rootOf(source: string): Result<XmlElement> {
  try {
    const { root } = parseXml(source);
    return root ? ok(root) : fail(issue("xml", "there is no element in this XML"));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const isCut = source.includes(`<${ROOT}`) && !source.includes(`</${ROOT}>`);
    const place = `line ${error.line}, column ${error.column}`;
    const why = (error.message.split("\n")[0] ?? "").replace(/ \(line \d+, column \d+\)$/, "");
    return fail(
      issue("xml", isCut ? `the XML is cut off: </${ROOT}> is missing (${place})` : `not XML: ${why} (${place})`),
    );
  }
}

const elements = (parent: XmlElement | undefined, name: string): XmlElement[] =>
  (parent?.children ?? []).filter((child) => child instanceof XmlElement).filter((child) => child.name === name);

/** The first element at a path of names. */
const at = (root: XmlElement, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((parent, name) => elements(parent, name)[0], root);

const textOf = (element: XmlElement | undefined): string => element?.text.trim() ?? "";

function unfit(root: XmlElement): Issue[] {
  const [type, arch, machine] = ["domain", "arch", "machine"].map((name) => textOf(at(root, name)));
  return [
    ...(type === "kvm"
      ? []
      : [
          issue(
            "domain-type",
            `it was asked for the domain type ${type || "(none)"}, which tells nothing of KVM; ${ASK}`,
          ),
        ]),
    ...(arch === "x86_64" || arch === "i686"
      ? []
      : [issue("arch", `it is of ${arch || "no architecture"}, not of x86`)]),
    ...(machine ? [] : [issue("machine", "it names no machine type")]),
  ];
}

function hostOf(root: XmlElement): LibvirtHost {
  const emulator = textOf(at(root, "path"));
  const vendor = vendorOf(textOf(at(modeOf(root, "host-model") ?? root, "vendor")));
  const hyperv = hypervOf(at(root, "features", "hyperv"));
  const sev = at(root, "features", "sev")?.attributes["supported"];
  return {
    source: "domcapabilities",
    ...(emulator && { emulator }),
    machine: textOf(at(root, "machine")),
    ...(vendor && { vendor }),
    ...(hyperv && { hyperv }),
    models: elements(modeOf(root, "custom"), "model").map((model) => ({
      name: textOf(model),
      usable: usableOf(model.attributes["usable"]),
    })),
    ...(sev !== undefined && { sev: sev === "yes" }),
  };
}

/** A way of choosing the CPU, where this host has it. */
const modeOf = (root: XmlElement, name: string): XmlElement | undefined =>
  elements(at(root, "cpu"), "mode").find(
    (mode) => mode.attributes["name"] === name && mode.attributes["supported"] === "yes",
  );

const usableOf = (word: string | undefined): "yes" | "no" | "unknown" =>
  word === "yes" || word === "no" ? word : "unknown";

/** Hygon's CPUs count as AMD's, as they do for KVM; of any other vendor nothing is known. */
function vendorOf(text: string): "intel" | "amd" | undefined {
  if (text === "Intel") return "intel";
  return text === "AMD" || text === "Hygon" ? "amd" : undefined;
}

/** The listed enlightenments; undefined where libvirt has no list, which does not mean that there are none. */
function hypervOf(section: XmlElement | undefined): string[] | undefined {
  if (section?.attributes["supported"] !== "yes") return undefined;
  const list = elements(section, "enum").find((row) => row.attributes["name"] === "features");
  return list && elements(list, "value").map(textOf);
}
