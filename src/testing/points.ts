// Random points of the real catalogue, for property tests: any machine type, CPU model and host, whether they fit or not.
import * as fc from "fast-check";
import type { Catalog } from "#catalog/open.ts";
import { compareVersions, version } from "#base/version.ts";
import type { HostSelection, Override, Selection } from "#engine/selection.ts";

const oneOf = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

function hosts(catalog: Catalog): fc.Arbitrary<HostSelection> {
  const kernels = catalog.kernels
    .map((row) => row.version)
    .filter((kernel) => compareVersions(version(kernel), version("4.4")) >= 0);
  const upstream = fc.record({
    kernel: oneOf(kernels),
    qemu: oneOf(catalog.qemu.releases.map((row) => row.version)),
  });
  const platform = oneOf(catalog.platforms.map((row) => row.id)).map((id) => ({ platform: id }));
  const build = fc.record({
    vendor: oneOf(["amd", "intel"] as const),
    hyperv: oneOf([true, true, true, false]),
  });
  return fc.tuple(fc.oneof(upstream, platform), build).map(([release, options]) => ({ ...release, ...options }));
}

const machines = (catalog: Catalog): fc.Arbitrary<string> =>
  fc.oneof(
    oneOf(["", "q35", "pc", "microvm", "isapc"]),
    oneOf(catalog.boards.flatMap((board) => board.versions.map((row) => row.name))),
  );

const cpus = (catalog: Catalog): fc.Arbitrary<string> =>
  fc.oneof(oneOf(["", "host", "max", "base", "EPYC", "qemu64"]), oneOf([...catalog.cpuByName.keys()]));

/** A selection without overrides. */
export function points(catalog: Catalog): fc.Arbitrary<Selection> {
  const irqchip = oneOf([undefined, undefined, "on", "split", "off"] as const);
  return fc
    .record({
      machine: machines(catalog),
      cpu: cpus(catalog),
      accel: oneOf(["kvm", "kvm", "kvm", "tcg"] as const),
      irqchip,
      host: hosts(catalog),
    })
    .map(({ irqchip, ...rest }) => ({ ...rest, overrides: [], ...(irqchip && { irqchip }) }));
}

/** Selections that mostly start: machine types and CPU models that every QEMU has. */
function ordinary(catalog: Catalog): fc.Arbitrary<Selection> {
  return fc
    .tuple(points(catalog), oneOf(["", "q35", "pc"]), oneOf(["", "qemu64", "kvm64", "Skylake-Server", "host", "max"]))
    .map(([selection, machine, cpu]): Selection => ({ ...selection, machine, cpu, accel: "kvm" }));
}

function overrides(catalog: Catalog): fc.Arbitrary<readonly Override[]> {
  const switches = catalog.features.filter(
    (row) => row.property?.scope === "cpu" && (row.property.type === "bit" || row.property.type === "bool"),
  );
  const override = fc
    .tuple(oneOf(switches), fc.nat(), oneOf(["plus", "minus", "on", "off"] as const))
    .map(([feature, pick, how]): Override => {
      const names = [feature.property?.name ?? "", ...(feature.property?.aliases ?? [])];
      const value = how === "plus" || how === "on" ? "on" : "off";
      const signed = how === "plus" || how === "minus";
      // Behind a sign only QEMU's own name is sure to work.
      const property = signed ? names[0] : names[pick % names.length];
      return { property: property ?? "", form: signed ? how : "value", value };
    });
  return fc.array(override, { maxLength: 4 });
}

/** Any point with some features asked for in some spelling, possibly the same one twice. */
export const asked = (catalog: Catalog): fc.Arbitrary<Selection> =>
  fc.tuple(points(catalog), overrides(catalog)).map(([selection, overrides]) => ({ ...selection, overrides }));

/** The same for selections that mostly start. */
export const askedOrdinary = (catalog: Catalog): fc.Arbitrary<Selection> =>
  fc.tuple(ordinary(catalog), overrides(catalog)).map(([selection, overrides]) => ({ ...selection, overrides }));
