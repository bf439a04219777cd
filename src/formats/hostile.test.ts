// Names and values that try to break out, in every format at every release of its target: what is printed stays what it is.
import { parseXml, XmlComment, XmlElement } from "@rgrove/parse-xml";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Selection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { FORMATS, type Format } from "./index.ts";
import { parseSelectionJson } from "./selection-json.ts";
import { splitShell } from "./shell-words.ts";
import type { SnippetHeader } from "./snippet.ts";

const catalog = realCatalog();

/** What ends a quote, a comment, an element, a fence or a line in one of the formats, or starts something else in it. */
const BREAKERS = [
  ..."'\"`$;&|<>(){}[]*?!#~\\,=:%\n\r\t\0\u0085\u2028\u2029\ufeff",
  ..."$(touch x)|`touch x`|';touch x;'|\";touch x;\"|]]>|-->|--|<evil a='1'/>|'/><evil/>|&amp;|```|- a: b|a: b|{a: 1}|[a]".split(
    "|",
  ),
  ...'&anchor|*alias|!!tag|null|no|1e3|#comment|%YAML 1.1|---|...|,,|a,b|+a|-a|[global]|x\n[machine]\n  type = "y"|EOF'.split(
    "|",
  ),
  ..."__proto__|constructor|toString|\ud800|\udc00|ä|😀".split("|"),
  "\nqm set 1",
  "\r\n# x",
  "x".repeat(2000),
];
const breaker = fc.constantFrom(...BREAKERS);
const nasty = fc.oneof(
  breaker,
  fc.array(fc.oneof(breaker, fc.constantFrom("a", "on", "EPYC", " ")), { maxLength: 4 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

const features = catalog.features.flatMap(({ property }) => (property ? [property.name] : []));
const property = fc.oneof(nasty, fc.constantFrom(...features), fc.constantFrom("x2apic", "mpx", "migratable", "level"));
const name = (good: string): fc.Arbitrary<string> => fc.oneof(nasty, fc.constant(good));

const hostile: fc.Arbitrary<Selection> = fc.record({
  machine: name("q35"),
  cpu: name("EPYC"),
  accel: fc.constantFrom("kvm" as const, "tcg" as const),
  overrides: fc.array(
    fc.record({
      property,
      form: fc.constantFrom("value" as const, "value" as const, "plus" as const, "minus" as const),
      value: fc.oneof(nasty, fc.constant("on")),
    }),
    { maxLength: 4 },
  ),
  globals: fc.array(fc.record({ driver: name("EPYC-x86_64-cpu"), property, value: nasty }), { maxLength: 2 }),
  host: fc
    .constantFrom("debian-12", "rhel-9.4")
    .map((platform) => ({ platform, vendor: "amd" as const, hyperv: true })),
});

const headers: fc.Arbitrary<SnippetHeader> = fc.record({
  date: fc.constant("2026-11-22"),
  catalogVersion: nasty,
  targets: nasty,
  permalink: fc.oneof(
    nasty,
    nasty.map((text) => `https://example.org/#set=${text}`),
  ),
});

const releasesOf = (format: Format): readonly (string | undefined)[] => [
  undefined,
  ...(catalog.layers.find(({ layer }) => layer === format.layer)?.releases.map(({ version }) => version) ?? []),
];

/** Prints hostile selections in one format and hands each text on. */
function each(format: Format, look: (text: string, chosen: Selection) => void): void {
  const release = fc.constantFrom(...releasesOf(format), "", "no such release");
  fc.assert(
    fc.property(hostile, headers, release, (chosen, header, at) => {
      look(format.print(catalog, chosen, header, at).text, chosen);
    }),
    { numRuns: 100 },
  );
}

const formatsOf = (mediaType: string): readonly (readonly [string, Format])[] => {
  const plain = { machine: "", cpu: "", overrides: [], accel: "kvm", host: { vendor: "amd", hyperv: true } } as const;
  const header = { date: "", catalogVersion: "", targets: "", permalink: "" };
  return FORMATS.filter(({ print }) => print(catalog, plain, header).mediaType === mediaType).map((row) => [
    row.id,
    row,
  ]);
};

/** A script that a POSIX shell only splits: plain words, '…', "'" (how shlex says a quote), joined lines and comments. Nothing expands. */
const INERT = /^(?:[\w@%+=:,./-]|'[^']*'|"'+"|\\\n|[ \n]|(?<=^|\n)#[^\n]*)*$/;
const PROGRAM =
  /^(?:qemu-system-x86_64|-cpu|virt-install|virt-xml flipbit|qm set 100|openstack (?:flavor create|image set)|cloud-hypervisor)(?: |$)/;

/** Line ends inside quotes or behind a backslash are no ends of a command. */
function commandsOf(script: string): readonly string[] {
  const flat = script.replace(/'[^']*'|"'+"|\\\n|(?<=^|\n)#[^\n]*/g, (part) =>
    part.startsWith("#") ? "" : part.replace(/\\?\n/g, " "),
  );
  return flat.split("\n").filter((line) => line.trim() !== "");
}

describe("shell", () => {
  test.each(formatsOf("text/x-shellscript"))(
    "%s: nothing but the tool's own commands, every value one word",
    (_id, format) => {
      each(format, (text) => {
        expect(text).toMatch(INERT);
        for (const command of commandsOf(text)) expect(command).toMatch(PROGRAM);
        expect(splitShell(text).ok).toBe(true);
      });
    },
  );

  test("qemu-cpu: the same for what stands behind -cpu", () => {
    each(
      FORMATS.find(({ id }) => id === "qemu-cpu")!,
      (text) => {
        expect(text).toMatch(INERT);
        const words = splitShell(text);
        expect(words.ok && [0, 2].includes(words.value.length)).toBe(true);
      },
    );
  });

  test.each([
    ["$(touch x)", "qemu-system-x86_64 -cpu $(touch x)\n"],
    ["an open quote", "qemu-system-x86_64 -cpu 'x\n"],
    ["a double quote", 'qemu-system-x86_64 -cpu "$x"\n'],
  ])("%s would be seen", (_what, text) => expect(text).not.toMatch(INERT));

  test("another command would be seen", () => {
    expect(commandsOf("qm set 100 'a\nb' \\\n  --x\ntouch x\n").map((command) => PROGRAM.test(command))).toEqual([
      true,
      false,
    ]);
  });
});

/** A section's name, a key with a value up to the next quote, a comment, or nothing: all that -readconfig reads. */
const CONFIG = /^(?:\[(?:machine|global|smp-opts)\]| {2}[\w-]+ = "[^"]*"|#.*|)$/;

test("qemu-readconfig: each line is what it should be, and fits QEMU's buffer", () => {
  each(
    FORMATS.find(({ id }) => id === "qemu-readconfig")!,
    (text) => {
      for (const line of text.split("\n")) {
        expect(line).toMatch(CONFIG);
        expect(new TextEncoder().encode(line).length).toBeLessThan(1023);
      }
      const [, command = ""] = text.split("# Start it with:\n");
      const script = command.split("\n\n")[0]!.replace(/^#/gm, "");
      expect(script).toMatch(INERT);
      expect(commandsOf(script).map((line) => line.trim().split(" ")[0])).toEqual(["qemu-system-x86_64"]);
    },
  );
});

describe("JSON", () => {
  test("qemu-qmp: one command, with the model and its properties and nothing else", () => {
    each(
      FORMATS.find(({ id }) => id === "qemu-qmp")!,
      (text) => {
        const command = JSON.parse(text) as { arguments: { model: { props: Record<string, unknown> } } };
        expect(Object.keys(command)).toEqual(["execute", "arguments", "id"]);
        expect(Object.keys(command.arguments.model)).toEqual(["name", "props"]);
        for (const value of Object.values(command.arguments.model.props))
          expect(["boolean", "number", "string"]).toContain(typeof value);
      },
    );
  });

  test("json: the same selection again", () => {
    each(
      FORMATS.find(({ id }) => id === "json")!,
      (text, chosen) => {
        expect(parseSelectionJson(text)).toEqual({ ok: true, value: chosen });
      },
    );
  });
});

const ELEMENTS = new Set(
  (
    "parts domain name memory vcpu os type features acpi apic ioapic hyperv kvm cpu model feature clock timer devices emulator controller memballoon " +
    "panic vm topology sockets cores threads custom_emulated_machine custom_cpu_model qemu:commandline qemu:arg pmu pvspinlock"
  ).split(" "),
);
/** What the catalogue has elements for. */
const own = catalog.features.flatMap(({ libvirt }) =>
  [...(libvirt?.on ?? "").matchAll(/<([\w-]+)/g)].map(([, tag]) => tag!),
);

test.each(formatsOf("application/xml"))("%s: only the format's own elements, under one comment", (_id, format) => {
  const tags = (node: XmlElement): string[] => [
    node.name,
    ...node.children.flatMap((child) => (child instanceof XmlElement ? tags(child) : [])),
  ];
  each(format, (text) => {
    const { children, root } = parseXml(format.id === "libvirt-fragment" ? `<parts>${text}</parts>` : text, {
      preserveComments: true,
    });
    expect(root && tags(root).filter((tag) => !ELEMENTS.has(tag) && !own.includes(tag))).toEqual([]);
    const comments = [...children, ...(root?.children ?? [])].filter((node) => node instanceof XmlComment);
    expect(comments.length).toBe(1);
  });
});

test.each(formatsOf("application/yaml"))(
  "%s: the documents that it should be, without tags, anchors or other keys",
  (_id, format) => {
    each(format, (text) => {
      const documents = parseAllDocuments(text, { uniqueKeys: true });
      for (const document of documents) {
        expect([...document.errors, ...document.warnings]).toEqual([]);
        const data = document.toJS() as Record<string, unknown>;
        expect(Object.keys(data)).toEqual(["apiVersion", "kind", "metadata", "spec"]);
        expect(data["metadata"]).toEqual({ name: "flipbit" });
      }
      expect(documents.length).toBe(format.id === "kubevirt-vmi" ? 1 : 2);
      expect(text.replace(/"(?:\\.|[^"\\])*"/g, "").replace(/^#.*$/gm, "")).not.toMatch(/[&*!|>%@`]/);
    });
  },
);

test("report: every mark outside of the code is escaped, and the code ends where it should", () => {
  each(
    FORMATS.find(({ id }) => id === "report")!,
    (text) => {
      const [, before = "", fence = "", rest = ""] = /^([^]*?\n)(`{3,})sh\n([^]*)$/.exec(text) ?? [];
      const end = rest.indexOf(`\n${fence}\n`);
      expect(end).toBeGreaterThan(0);
      expect(rest.slice(0, end)).not.toContain(fence);
      const prose = before.replace(/ <https?:\/\/[^\s<>]+>$/m, "") + rest.slice(end + fence.length + 1);
      expect(prose.replace(/\\./g, "")).not.toMatch(/[<>`*{}[\]&$~]/);
      for (const line of prose.split("\n")) expect(line).toMatch(/^(?:#{1,2} [A-Z]|- |\| |It |Whether |$)/);
    },
  );
});

test.each(["proxmox", "nova", "cloud-hypervisor", "qemu-readconfig", "kubevirt-vmi", "kubevirt-preference"])(
  "%s: no control character that an editor or a parser could take for a line end",
  (id) => {
    const format = FORMATS.find((row) => row.id === id)!;
    // oxlint-disable-next-line no-control-regex
    each(format, (text) => expect(text).not.toMatch(/[\0-\t\v-\x1f\x7f-\x9f\u2028\u2029]/));
  },
);
