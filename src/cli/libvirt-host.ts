// What is to be said on the command line about a host that libvirt told of: what it leaves open, and what does not fit.
import { compareVersions, parseVersion } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { isLibvirtHost, type AskedHost, type LibvirtHost } from "#catalog/schema/measured.ts";
import { modelUse } from "#engine/measured-host.ts";
import { openLibvirtHost } from "#engine/libvirt-host.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { HostRequest } from "./host.ts";

/** Why options and the host's own file may not say the same thing twice; undefined when they do not. */
export function saidTwice(host: AskedHost, { kernel, vendor, hyperv }: HostRequest): string | undefined {
  const without = hyperv === false;
  if (!isLibvirtHost(host)) {
    return kernel !== undefined || vendor !== undefined || without
      ? "--host: a measured host says its kernel, its vendor and its Hyper-V emulation itself"
      : undefined;
  }
  return vendor !== undefined && host.vendor !== undefined ? "--vendor: the file of --host says it itself" : undefined;
}

/** Sentences about what a file of libvirt does not tell, and about what contradicts it; none for other hosts. */
export function libvirtNotes(catalog: Catalog, request: HostRequest, vm: ResolvedVm): readonly string[] {
  const { measured } = request;
  if (!measured || !isLibvirtHost(measured)) return [];
  return [...untold(catalog, measured, request), ...contradictions(catalog, measured, request, vm)];
}

function untold(catalog: Catalog, host: LibvirtHost, { kernel, platform, hyperv }: HostRequest): string[] {
  const told = openLibvirtHost(catalog, host);
  const notes: string[] = [];
  if (kernel === undefined && platform === undefined) {
    notes.push("virsh domcapabilities tells nothing of KVM's own features: they are unknown; --kernel would tell");
  }
  if (told.hyperv === undefined) {
    notes.push(
      "it lists no enlightenment that needs KVM: either KVM emulates no Hyper-V, or Linux is older than 5.11, or QEMU older than 6.1, or libvirt older than 9.0",
    );
  } else if (hyperv === false) {
    notes.push("--no-hyperv is ignored: libvirt lists enlightenments of this KVM");
  }
  return notes;
}

function contradictions(
  catalog: Catalog,
  host: LibvirtHost,
  { qemu = "" }: HostRequest,
  { cpu }: ResolvedVm,
): string[] {
  const notes: string[] = [];
  const asked = parseVersion(qemu);
  const brought = parseVersion(catalog.machineByName.get(host.machine)?.version.introduced ?? "");
  if (asked && brought && compareVersions(asked, brought) < 0) {
    notes.push(`the file names ${host.machine}, which QEMU ${qemu} does not have: another QEMU wrote it`);
  }
  if (cpu !== undefined && modelUse(host, [cpu, cpu.replace(/-v1$/, "")]) === "no") {
    notes.push(`libvirt calls the CPU model ${cpu} not usable on this host`);
  }
  return notes;
}
