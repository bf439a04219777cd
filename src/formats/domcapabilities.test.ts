import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import type { Result } from "#base/result.ts";
import { AMD_LIST, domcapabilities } from "./domcapabilities.fixture.ts";
import { parseDomcapabilities } from "./domcapabilities.ts";
import { parseHostText } from "./host-text.ts";

const observed = (name: string): string =>
  readFileSync(new URL(`../../public/catalog/observed/${name}`, import.meta.url), "utf8");

const complaint = (result: Result<unknown>): string =>
  result.ok ? "" : result.issues.map(({ message }) => message).join("; ");

describe("what domcapabilities tells", () => {
  it("is read from what libvirt 9.0.0 really printed", () => {
    const host = parseDomcapabilities(observed("libvirt-9.0.0-domcapabilities-kvm-q35.xml"));
    expect(host).toMatchObject({
      ok: true,
      value: {
        source: "domcapabilities",
        emulator: "/usr/bin/qemu-system-x86_64",
        machine: "pc-q35-7.2",
        vendor: "amd",
        hyperv: ["spinlocks", "vendor_id"],
        sev: false,
      },
    });
    const models = host.ok ? host.value.models : [];
    expect(models).toHaveLength(53);
    expect(models.filter(({ usable }) => usable === "yes").map(({ name }) => name)).toEqual([
      "pentium3",
      "pentium2",
      "pentium",
      "486",
    ]);
  });

  it("is the list of enlightenments in its order, the vendor and the models", () => {
    expect(parseDomcapabilities(domcapabilities({ hyperv: AMD_LIST, vendor: "Hygon" }))).toEqual({
      ok: true,
      value: {
        source: "domcapabilities",
        emulator: "/usr/bin/qemu-system-x86_64",
        machine: "pc-q35-9.1",
        vendor: "amd",
        hyperv: AMD_LIST,
        models: [
          { name: "EPYC", usable: "yes" },
          { name: "Skylake-Server", usable: "no" },
        ],
        sev: false,
      },
    });
  });

  it("leaves out what is not there: no list, no vendor, a model of which nobody knows", () => {
    const host = parseDomcapabilities(domcapabilities({ vendor: "", models: "<model>qemu64</model>" }));
    const value = host.ok ? host.value : undefined;
    expect(value).toMatchObject({ models: [{ name: "qemu64", usable: "unknown" }] });
    expect(value).not.toHaveProperty("hyperv");
    expect(value).not.toHaveProperty("vendor");
  });

  it("does not take a section that is not supported for an empty list", () => {
    const text = domcapabilities({ hyperv: [] }).replace("<hyperv supported='yes'>", "<hyperv supported='no'>");
    expect(parseDomcapabilities(text)).not.toHaveProperty("value.hyperv");
  });
});

describe("wrong input", () => {
  const good = domcapabilities({ hyperv: AMD_LIST });
  test.each([
    ["virsh capabilities", "<capabilities><host/></capabilities>", "this is what virsh capabilities prints"],
    ["a domain", "<domain type='kvm'/>", "this is the XML of a domain"],
    ["other XML", "<svg/>", "XML of another kind, <svg>"],
    ["two documents", `${good}\n${good}`, "these are 2 documents"],
    ["a cut one", good.slice(0, 300), "cut off: </domainCapabilities> is missing (line 9, column"],
    ["a broken one", good.replace("</arch>", "</arc>"), "not XML: "],
    ["TCG", domcapabilities({ domain: "qemu" }), "the domain type qemu, which tells nothing of KVM"],
    ["another architecture", domcapabilities({ arch: "aarch64" }), "it is of aarch64"],
    ["no machine type", domcapabilities({ machine: "" }), "no machine type"],
    ["an entity", `<!DOCTYPE d [<!ENTITY x "y">]><domainCapabilities>&x;</domainCapabilities>`, "not XML"],
  ])("%s", (_, text, message) => expect(complaint(parseDomcapabilities(text))).toContain(message));

  it("names the line of a mistake", () => {
    expect(complaint(parseDomcapabilities(good.replace("</arch>", "</arc>")))).toMatch(/\(line 5, column \d+\)$/);
  });
});

describe("a host of either form", () => {
  it("is told apart by its content", () => {
    expect(parseHostText(`\ufeff\n${domcapabilities()}`)).toMatchObject({ ok: true, value: { machine: "pc-q35-9.1" } });
    expect(parseHostText(observed("host-linux-6.12-amd.json"))).toMatchObject({ ok: true, value: { kernel: "6.12" } });
    expect(complaint(parseHostText("hello"))).toContain("not JSON");
    expect(complaint(parseHostText('{"kernel": "6.12"}'))).not.toBe("");
  });
});
