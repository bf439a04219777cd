// One feature as QEMU and libvirt write it, without the rest of a VM.
import type { BundledFeature } from "#catalog/bundle-types.ts";

const OPTIONS = { cpu: "-cpu MODEL,", machine: "-machine TYPE,", accel: "-accel kvm," } as const;

/** The option that asks for a feature; undefined where no QEMU has a property for it. */
export function flagLine({ property }: Pick<BundledFeature, "property">): string | undefined {
  if (property === undefined || property.since === null) return undefined;
  const { name, scope, type } = property;
  if (type === "bit") return `${OPTIONS[scope]}+${name}`;
  const value = type === "bool" || type === "on-off-auto" ? "on" : type === "string" ? "TEXT" : "N";
  return `${OPTIONS[scope]}${name}=${value}`;
}

/** The element in its place in the domain; undefined where libvirt has none. */
export function libvirtLines({ libvirt }: Pick<BundledFeature, "libvirt">): string | undefined {
  if (libvirt === undefined || libvirt.since === null || libvirt.on === undefined) return undefined;
  const parents = (libvirt.path ?? "").split("/").filter(Boolean);
  const open = parents.map((name, depth) => `${"  ".repeat(depth)}<${name}${name === "clock" ? " offset='utc'" : ""}>`);
  const close = parents.map((name, depth) => `${"  ".repeat(depth)}</${name}>`).toReversed();
  return [...open, `${"  ".repeat(parents.length)}${libvirt.on}`, ...close].join("\n");
}
