import { describe, expect, it } from "vitest";
import { bits as bitWord, and, u32, without } from "#base/u32.ts";
import { parseMeasuredHost } from "#catalog/measured.ts";
import type { LibvirtHost, MeasuredHost } from "#catalog/schema/measured.ts";
import { realCatalog } from "#testing/catalog.ts";
import { readCatalog } from "../../tools/read-catalog.ts";
import { hostFacts } from "./host.ts";
import { openLibvirtHost } from "./libvirt-host.ts";
import { reasonText } from "./words.ts";
import { resolveVm } from "./resolve.ts";
import type { HostSelection, Selection } from "./selection.ts";
import { verdictAt } from "./verdict.ts";

const WHOLE = ["relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "vendor_id"];
const told = (hyperv: readonly string[] | undefined, machine = "pc-q35-9.1"): LibvirtHost => ({
  source: "domcapabilities",
  machine,
  vendor: "amd",
  models: [],
  ...(hyperv && { hyperv: [...hyperv] }),
});
const onHost = (host: HostSelection, flags: readonly string[] = []): Selection => ({
  machine: "q35",
  cpu: "EPYC",
  accel: "kvm",
  overrides: flags.map((property) => ({ property, form: "value", value: "on" })),
  host,
});
const hostOf = (measured: HostSelection["measured"] & object, more: Partial<HostSelection> = {}): HostSelection => ({
  vendor: "intel",
  hyperv: true,
  qemu: "9.1",
  measured,
  ...more,
});
const stateOn = (host: HostSelection, id: string) => verdictAt(realCatalog(), id, onHost(host)).state;
const kernelText = (host: HostSelection, id: string) =>
  verdictAt(realCatalog(), id, onHost(host))
    .reasons.filter(({ gate }) => gate === "kernel")
    .map(reasonText)
    .join(" ");

describe("a host that libvirt tells of", () => {
  it("has what is listed, lacks what is left out, and leaves the rest open", () => {
    const host = hostOf(told(WHOLE));
    expect(["hv-relaxed", "hv-stimer", "hv-ipi", "hv-avic", "hv-evmcs"].map((id) => [id, stateOn(host, id)])).toEqual([
      ["hv-relaxed", "opt-in"],
      ["hv-stimer", "unknown"],
      ["hv-ipi", "unavailable"],
      ["hv-avic", "unavailable"],
      ["hv-evmcs", "unavailable"],
    ]);
    expect(kernelText(host, "hv-relaxed")).toBe("This host's libvirt lists it: QEMU found it in KVM.");
    expect(kernelText(host, "hv-avic")).toContain("does not list it");
  });

  it("tells nothing of KVM's own features, and says so with both possibilities", () => {
    const host = hostOf(told(WHOLE));
    expect(["kvmclock", "kvm-asyncpf-int", "kvm-pv-ipi"].map((id) => stateOn(host, id))).toEqual(
      Array.from({ length: 3 }, () => "unknown"),
    );
    expect(kernelText(host, "kvm-asyncpf-int")).toBe(
      "virsh domcapabilities does not tell: with Linux 5.8 or newer KVM reports it, with an older one it does not.",
    );
  });

  it("does not miss what its libvirt may not have had a name for", () => {
    // emsr_bitmap and xmm_input came with libvirt 10.7: an older one leaves them out on any host.
    expect(stateOn(hostOf(told(WHOLE)), "hv-xmm-input")).toBe("unknown");
    expect(stateOn(hostOf(told([...WHOLE, "emsr_bitmap"])), "hv-xmm-input")).toBe("unavailable");
  });

  it("does not miss what its QEMU may not have had", () => {
    expect(stateOn(hostOf(told(WHOLE, "pc-q35-6.1")), "hv-avic")).toBe("unknown");
    expect(stateOn(hostOf(told(WHOLE, "pc-q35-6.2")), "hv-avic")).toBe("unavailable");
  });

  it("proves nothing by a list of what needs no KVM, nor without a list", () => {
    for (const host of [hostOf(told(["spinlocks", "vendor_id"])), hostOf(told(undefined))]) {
      expect(hostFacts(realCatalog(), host).libvirtTold?.hyperv).toBeUndefined();
      expect(["hv-relaxed", "hv-ipi"].map((id) => stateOn(host, id))).toEqual(["unknown", "unknown"]);
    }
  });

  it("wins over a kernel given beside it, which fills in the rest", () => {
    const host = hostOf(told([...WHOLE, "emsr_bitmap"]), { kernel: "5.10" });
    expect(stateOn(host, "hv-emsr-bitmap")).toBe("opt-in");
    expect(stateOn(host, "kvm-asyncpf-int")).toBe("opt-in");
    expect(stateOn(host, "hv-time")).toBe("opt-in");
    expect(stateOn(hostOf(told(WHOLE), { kernel: "6.12" }), "hv-ipi")).toBe("unavailable");
  });

  it("knows its vendor; without one the chosen one stands", () => {
    expect(hostFacts(realCatalog(), hostOf(told(WHOLE))).vendor).toBe("amd");
    const { vendor: _vendor, ...nameless } = told(WHOLE);
    expect(hostFacts(realCatalog(), hostOf(nameless)).vendor).toBe("intel");
  });

  it("starts VMs, and is unsure only where the list is", () => {
    const starts = (flags: string[]) => resolveVm(realCatalog(), onHost(hostOf(told(WHOLE)), flags)).starts;
    expect([starts([]), starts(["hv-relaxed"]), starts(["hv-time"]), starts(["hv-ipi", "hv-vpindex"])]).toEqual([
      "yes",
      "yes",
      "unknown",
      "no",
    ]);
  });
});

it("what is asked for and neither listed nor left out has no known outcome", () => {
  const outcomes = (host: LibvirtHost) =>
    resolveVm(realCatalog(), onHost(hostOf(host), ["hv-relaxed", "hv-time"]))
      .outcomes.filter(({ property }) => ["hv-relaxed", "hv-time"].includes(property))
      .map(({ outcome }) => outcome);
  expect(outcomes(told(WHOLE))).toEqual(["on", "unknown"]);
  expect(outcomes(told(undefined))).toEqual(["unknown", "unknown"]);
});

describe("what the list proves, against hosts that KVM itself described", () => {
  const texts = [...readCatalog()].filter(([file]) => /^observed\/host-.*\.json$/.test(file));
  const measured = texts
    .map(([file, text]) => {
      const host = parseMeasuredHost(text);
      if (!host.ok) throw new Error(file);
      return [file, host.value] as const;
    })
    .filter(([, host]) => host.capabilities["KVM_CAP_SYS_HYPERV_CPUID"] === 1);

  /** The list that libvirt makes of what QEMU's hv-passthrough switches on. */
  const listOf = (host: MeasuredHost, qemu: string): string[] => {
    const vm = resolveVm(realCatalog(), onHost(hostOf(host, { qemu }), ["hv-passthrough"]));
    const on = new Set(vm.outcomes.filter(({ outcome }) => outcome === "on").map(({ feature }) => feature));
    return realCatalog().features.flatMap(({ id, libvirt }) => {
      const name = /^<([a-z_]+) [^<>]*\/>$/.exec(libvirt?.on ?? "")?.[1];
      return libvirt?.path === "features/hyperv" && name && on.has(id) ? [name] : [];
    });
  };

  it("there are such hosts", () => expect(measured.length).toBeGreaterThan(3));

  for (const qemu of ["6.1", "7.2", "9.1", "11.1"]) {
    it.each(measured)(`%s, QEMU ${qemu}: nothing proven is false, everything listed is settled`, (_, host) => {
      const catalog = realCatalog();
      const list = listOf(host, qemu);
      expect(list).toContain("relaxed");
      const answer = openLibvirtHost(catalog, told(list, `pc-q35-${qemu}`));
      for (const row of host.supportedHvCpuid) {
        for (const register of ["eax", "ebx", "ecx", "edx"] as const) {
          const real = u32(Number(row[register]));
          const { set, clear } = answer.word(u32(Number(row.leaf)), register);
          expect([without(set, real), and(clear, real)]).toEqual([0, 0]);
        }
      }
      const byLibvirt = hostOf(told(list, `pc-q35-${qemu}`), { qemu });
      const states = catalog.features
        .filter(({ family, kind }) => family === "hyperv" && kind === "feature")
        .map(({ id }) => ({ id, told: stateOn(byLibvirt, id), real: stateOn(hostOf(host, { qemu }), id) }));
      expect(states.filter(({ told, real }) => told !== "unknown" && told !== real)).toEqual([]);
      expect(stateOn(byLibvirt, "hv-ipi")).toBe("opt-in");
    });
  }

  it("a bit that no listed feature has is not proven", () => {
    const { set } = openLibvirtHost(realCatalog(), told(WHOLE)).word(0x40000003, "eax");
    expect(and(set, bitWord([9]))).toBe(0);
  });
});
