// Every profile on several hosts, as somebody would take it over there: what that host lacks is left out.
import { atLeast, versionText, type Version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { takeProfile } from "#engine/profile.ts";
import { hostFacts } from "#engine/host.ts";
import type { HostSelection } from "#engine/selection.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import type { Tried } from "./snippets.ts";

interface Target {
  readonly name: string;
  readonly args: string;
  readonly host: HostSelection;
}

const platform = (id: string, vendor: HostSelection["vendor"]): Pick<Target, "name" | "host"> => ({
  name: `${id}, ${vendor}`,
  host: { platform: id, vendor, hyperv: true },
});

/** Platforms of several years and both vendors; models and, RHEL's own aside, machine types that most QEMU releases have. */
const PLATFORMS: readonly Target[] = [
  { ...platform("ubuntu-20.04", "intel"), args: "-machine pc,accel=kvm -cpu host" },
  { ...platform("debian-11", "amd"), args: "-machine pc-q35-5.2,accel=kvm -cpu EPYC" },
  { ...platform("rhel-8.10", "amd"), args: "-machine q35,accel=kvm -cpu EPYC" },
  { ...platform("debian-12", "intel"), args: "-machine pc-q35-7.2,accel=kvm -cpu Broadwell" },
  { ...platform("debian-13", "intel"), args: "-machine pc-q35-7.2,accel=kvm -cpu Skylake-Server" },
];

export interface ProfileHosts {
  /** This machine as its KVM describes it; undefined where it has none. */
  readonly here: HostSelection | undefined;
  /** The installed QEMU. */
  readonly qemu: string;
  /** The installed libvirt: domains are not written for a newer one, which it could not read. */
  readonly libvirt: Version;
}

function targets(catalog: Catalog, { here, qemu, libvirt }: ProfileHosts): readonly Target[] {
  const newest = (vendor: HostSelection["vendor"]): HostSelection => ({
    kernel: catalog.kernels.at(-1)?.version ?? "",
    qemu,
    vendor,
    hyperv: true,
  });
  const all: readonly Target[] = [
    { name: "newest Linux, intel", args: "-machine q35,accel=kvm -cpu Skylake-Server", host: newest("intel") },
    { name: "newest Linux, amd", args: "-machine q35,accel=kvm -cpu EPYC -smp 4", host: newest("amd") },
    ...PLATFORMS,
    ...(here ? [{ name: "this machine", args: "-machine q35,accel=kvm -cpu host", host: here }] : []),
  ];
  return all.map((target) => ({ ...target, host: withLibvirt(catalog, target.host, libvirt) }));
}

function withLibvirt(catalog: Catalog, host: HostSelection, installed: Version): HostSelection {
  const own = hostFacts(catalog, host).libvirt;
  return own && atLeast(installed, own) ? host : { ...host, libvirt: versionText(installed) };
}

/** One line a profile and host; throws when an argument of this file is wrong. */
export const profileLines = (catalog: Catalog, hosts: ProfileHosts): readonly Tried[] =>
  catalog.profiles.flatMap((profile) =>
    targets(catalog, hosts).map(({ name, args, host }) => {
      const vm = parseQemuArgv(args);
      if (!vm.ok) throw new Error(`${args}: ${vm.issues[0]?.message ?? ""}`);
      const { machineText: _, accelText: __, ...bare } = vm.value;
      const { selection } = takeProfile(catalog, { ...bare, host }, profile);
      return { args: `${profile.id}@${profile.version} for ${name}`, selection };
    }),
  );
