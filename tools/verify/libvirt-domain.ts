// Smallest domains around one element of libvirt's XML.
import { findProgram } from "./program.ts";

/** An element and the path of its parent inside the domain, as the catalogue gives them: `features/hyperv`. */
export interface Placed {
  readonly path: string;
  readonly xml: string;
}

/** What runs the domain: libvirt makes no KVM domain where there is no KVM. */
export type DomainType = "kvm" | "qemu";

/** A domain with these elements, each in its place; parents are written once. */
export function domainWith(elements: readonly Placed[], type: DomainType): string {
  const at = (path: string): string[] => elements.filter((row) => row.path === path).map((row) => row.xml);
  const parent = (name: string): string => {
    const inner = at(`features/${name}`);
    return inner.length === 0 ? "" : `<${name}>${inner.join("")}</${name}>`;
  };
  const own = at("features");
  const apic = own.some((xml) => xml.startsWith("<apic")) ? "" : "<apic/>";
  return `<domain type='${type}'>
  <name>flipbit-check</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/>${apic}${own.join("")}${parent("hyperv")}${parent("kvm")}</features>
  <cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model></cpu>
  <clock offset='utc'>${at("clock").join("")}</clock>
  <devices><emulator>${emulator()}</emulator>${at("devices").join("")}</devices>
</domain>
`;
}

export const emulator = (): string => findProgram("qemu-system-x86_64") ?? "/usr/bin/qemu-system-x86_64";
