// A host that was asked itself: what its KVM answered to the host probe, or what its libvirt says of it.
import * as v from "valibot";
import { vendor } from "./common.ts";

const word = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,8}$/i, "a word is 0x and hex digits"));

const leaf = v.object({ leaf: word, subleaf: v.optional(v.number(), 0), eax: word, ebx: word, ecx: word, edx: word });

/** As the host probe writes it and as public/catalog/observed holds it. */
export const measuredHost = v.object({
  /** Kernel release, exact (`release`) or as x.y. */
  kernel: v.string(),
  release: v.optional(v.string()),
  vendor: v.pipe(
    v.string(),
    v.regex(/^(amd|intel|authenticamd|hygongenuine|genuineintel)$/i, "the vendor is AMD or Intel"),
  ),
  /** KVM_CHECK_EXTENSION by name. */
  capabilities: v.record(v.string(), v.number()),
  supportedCpuid: v.array(leaf),
  supportedHvCpuid: v.array(leaf),
});
export type MeasuredHost = v.InferOutput<typeof measuredHost>;

/** What `virsh domcapabilities` tells of a host, and nothing that it does not tell. */
export const libvirtHost = v.object({
  source: v.literal("domcapabilities"),
  emulator: v.optional(v.string()),
  /** The machine type it was asked for, or QEMU's default: this QEMU has it. */
  machine: v.string(),
  vendor: v.optional(vendor),
  /** Names of Hyper-V enlightenments that QEMU could switch on; unset where libvirt lists none. */
  hyperv: v.optional(v.array(v.string())),
  models: v.array(v.object({ name: v.string(), usable: v.picklist(["yes", "no", "unknown"]) })),
  sev: v.optional(v.boolean()),
});
export type LibvirtHost = v.InferOutput<typeof libvirtHost>;

export type AskedHost = MeasuredHost | LibvirtHost;

export const isLibvirtHost = (host: AskedHost): host is LibvirtHost => "source" in host;
