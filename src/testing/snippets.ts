// Selections to print: drawn ones with everything that a command line can carry, and every profile on hosts of several years.
import * as fc from "fast-check";
import type { Catalog } from "#catalog/open.ts";
import { takeProfile } from "#engine/profile.ts";
import type { GlobalProperty, HostSelection, Selection } from "#engine/selection.ts";
import { asked, askedOrdinary } from "./points.ts";

const extras = fc.record(
  {
    vcpus: fc.integer({ min: 1, max: 64 }),
    cpuPm: fc.constant(true),
    xenVersion: fc.constant(0x4000a),
    globals: fc.array(
      fc.record({ driver: fc.constant("cpu"), property: fc.constantFrom("level", "model"), value: fc.constant("9") }),
      { minLength: 1, maxLength: 1 },
    ),
  },
  { requiredKeys: [] },
);

const settings = fc.constantFrom<readonly [property: string, value: string]>(
  ["hv-spinlocks", "0x1fff"],
  ["hv-spinlocks", "100"],
  ["hv-vendor-id", "KVMKVMKVM"],
  ["x2apic", "off"],
  ["mpx", "on"],
  ["nosuch", "1"],
);

/** Any selection, whether it starts or not. */
export const drawnSelection = (catalog: Catalog): fc.Arbitrary<Selection> =>
  fc
    .tuple(fc.oneof(asked(catalog), askedOrdinary(catalog)), extras, fc.array(settings, { maxLength: 2 }))
    .map(([selection, extra, more]) => ({
      ...selection,
      ...(extra as Partial<Selection> & { globals?: GlobalProperty[] }),
      overrides: [
        ...selection.overrides,
        ...more.map(([property, value]) => ({ property, form: "value" as const, value })),
      ],
    }));

const HOSTS: readonly (Pick<Selection, "machine" | "cpu"> & { readonly host: HostSelection })[] = [
  { machine: "q35", cpu: "Skylake-Server", host: { kernel: "7.3", qemu: "11.1", vendor: "intel", hyperv: true } },
  { machine: "q35", cpu: "EPYC", host: { kernel: "7.3", qemu: "11.1", vendor: "amd", hyperv: true } },
  { machine: "pc-q35-10.0", cpu: "EPYC", host: { platform: "debian-13", vendor: "amd", hyperv: true } },
  { machine: "pc-q35-7.2", cpu: "host", host: { platform: "debian-12", vendor: "intel", hyperv: true } },
  { machine: "pc", cpu: "host", host: { platform: "ubuntu-20.04", vendor: "intel", hyperv: true } },
  { machine: "pc-q35-8.1", cpu: "EPYC", host: { platform: "pve-8.2", vendor: "amd", hyperv: true } },
  { machine: "q35", cpu: "Skylake-Server", host: { platform: "rhel-9.6", vendor: "intel", hyperv: true } },
];

/** Every profile on several hosts; what a host lacks is left out. */
export const everyProfile = (catalog: Catalog): readonly { readonly name: string; readonly selection: Selection }[] =>
  catalog.profiles.flatMap((profile) =>
    HOSTS.map((bare) => ({
      name: `${profile.id} on ${bare.host.platform ?? bare.host.kernel} ${bare.host.vendor}`,
      selection: takeProfile(catalog, { ...bare, accel: "kvm", overrides: [], vcpus: 4 }, profile).selection,
    })),
  );
