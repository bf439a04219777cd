// Draws QEMU command lines at random from what the catalogue knows, with some that no QEMU knows.
import type { Catalog } from "#catalog/open.ts";
import type { Accel } from "#engine/selection.ts";
import type { Random } from "./random.ts";
import { words } from "./words.ts";

const UNKNOWN_MACHINES = ["q36", "pc-q35-1.0"];
const UNKNOWN_CPUS = ["nosuch", "EPYC-v99"];
/** Values and properties beside plain switches: settings, wrong values, ordinary flags that matter to the paravirtual ones. */
const OTHERS = words(`
  kvm=off kvm=on -hypervisor +hypervisor x2apic=off -x2apic +x2apic level=5 pcid=off
  check=off check migratable=off enforce=off tcg-cpuid=off vmware-cpuid-freq=off +vmx
  hv-spinlocks=0x1fff hv-spinlocks=4096 hv-spinlocks hv-spinlocks=abc hv-spinlocks=0x1ffffffff
  
  hv-vendor-id=foo
  hv-vendor-id=abcdefghijklmnop
  hv-version-id-build=0x4a61
  hv-no-nonarch-coresharing=on
  
  hv-no-nonarch-coresharing=maybe hv-relaxed=foo kvm-pv-eoi=yes kvm-pv-eoi=maybe x-hv-max-vps=12
  hv-nosuch +nosuch nosuch=1 kvm-nosuch=on`);

interface Names {
  readonly versioned: readonly string[];
  readonly models: readonly string[];
  readonly native: readonly string[];
  readonly hyperv: readonly string[];
}

function namesOf(catalog: Catalog): Names {
  const boards = catalog.boards.filter((board) => board.downstream === undefined);
  const switches = (family: string): string[] =>
    catalog.features
      .filter((feature) => feature.family === family && feature.property?.scope === "cpu")
      .flatMap(({ property }) =>
        property?.type === "bit" || property?.type === "bool" ? [property.name, ...property.aliases] : [],
      );
  return {
    versioned: boards.flatMap((board) => board.versions.map((version) => version.name)),
    models: [...catalog.cpuByName].filter(([, entry]) => entry.model.kind === "named").map(([name]) => name),
    native: switches("kvm"),
    hyperv: switches("hyperv"),
  };
}

/** A drawer of command lines: the same seed and catalogue give the same lines. */
export function lineDrawer(catalog: Catalog, random: Random): (accel: Accel) => string {
  const names = namesOf(catalog);
  const { pick, chance } = random;
  const machine = (): string => {
    if (chance(0.35)) return pick(["q35", "pc", "microvm", "isapc"]);
    return chance(0.04) ? pick(UNKNOWN_MACHINES) : pick(names.versioned);
  };
  const cpu = (): string => {
    if (chance(0.4)) return pick(["host", "max", "base", "qemu64", "kvm64", "EPYC", "Skylake-Server"]);
    return chance(0.04) ? pick(UNKNOWN_CPUS) : pick(names.models);
  };
  const flag = (): string => {
    const share = random.next();
    if (share < 0.45) {
      const name = pick(names.native);
      return pick([`+${name}`, `-${name}`, `${name}=on`, `${name}=off`, name]);
    }
    if (share < 0.75) {
      const name = pick(names.hyperv);
      return pick([name, name, `${name}=on`, `+${name}`, `${name}=off`, `-${name}`]);
    }
    return pick(OTHERS);
  };
  return (accel) => {
    const irqchip = accel === "kvm" && chance(0.25) ? `,kernel-irqchip=${pick(["on", "split", "off"])}` : "";
    const flags = Array.from({ length: Math.floor(random.next() * 5) }, flag);
    const pm = accel === "kvm" && chance(0.08) ? " -overcommit cpu-pm=on" : "";
    return `-machine ${machine()},accel=${accel}${irqchip} -cpu ${[cpu(), ...flags].join(",")}${pm}`;
  };
}
