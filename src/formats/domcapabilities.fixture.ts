// Texts in the shape of `virsh domcapabilities`, written for the tests: only what the reader looks at.

/** What libvirt 9 to 10.6 lists on a whole AMD host. */
export const AMD_LIST = [
  "relaxed",
  "vapic",
  "spinlocks",
  "vpindex",
  "runtime",
  "synic",
  "stimer",
  "reset",
  "vendor_id",
  "frequencies",
  "reenlightenment",
  "tlbflush",
  "ipi",
  "avic",
];

interface Parts {
  readonly domain?: string;
  readonly machine?: string;
  readonly arch?: string;
  /** Undefined leaves the section out, as libvirt does before 9.0 and with QEMU before 6.1. */
  readonly hyperv?: readonly string[] | undefined;
  readonly vendor?: string;
  readonly models?: string;
}

/** One document of libvirt. */
export function domcapabilities({
  domain = "kvm",
  machine = "pc-q35-9.1",
  arch = "x86_64",
  hyperv,
  vendor = "AMD",
  models = "<model usable='yes' vendor='AMD'>EPYC</model><model usable='no' vendor='Intel'>Skylake-Server</model>",
}: Parts = {}): string {
  const section = hyperv
    ? `<hyperv supported='yes'><enum name='features'>${hyperv.map((name) => `<value>${name}</value>`).join("")}</enum></hyperv>`
    : "";
  return `<domainCapabilities>
  <path>/usr/bin/qemu-system-x86_64</path>
  <domain>${domain}</domain>
  <machine>${machine}</machine>
  <arch>${arch}</arch>
  <cpu>
    <mode name='host-passthrough' supported='yes'/>
    <mode name='host-model' supported='yes'>
      <model fallback='forbid'>EPYC-Rome</model>
      ${vendor && `<vendor>${vendor}</vendor>`}
    </mode>
    <mode name='custom' supported='yes'>${models}</mode>
  </cpu>
  <features>
    <sev supported='no'/>
    ${section}
  </features>
</domainCapabilities>
`;
}
