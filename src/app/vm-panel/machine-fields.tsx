import type { Catalog } from "#catalog/open.ts";
import type { Accel, IrqchipMode, Selection } from "#engine/selection.ts";
import { irqchipOf } from "#engine/machine.ts";
import { chooseAccel, chooseCpu, chooseGuest, chooseIrqchip, chooseMachine } from "#state/actions.ts";
import { selectResolved } from "#state/selectors.ts";
import { cpuChoices, isCpuHere, machineChoices } from "#state/versions.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import type { Guest } from "#state/view.ts";
import { Field } from "#ui/field.tsx";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";

const ACCELS: readonly Segment<Accel>[] = [
  { value: "kvm", label: "KVM" },
  { value: "tcg", label: "TCG" },
];

const IRQCHIPS: readonly Segment<IrqchipMode>[] = [
  { value: "on", label: "in kernel" },
  { value: "split", label: "split" },
  { value: "off", label: "off" },
];

const GUESTS: readonly Segment<Guest>[] = [
  { value: "linux", label: "Linux" },
  { value: "windows", label: "Windows" },
];

/** Machine type, CPU model, accelerator, interrupt controller, and the kind of guest. */
export function MachineFields() {
  const catalog = useCatalog();
  const selection = useSelection();
  const guest = useApp((app) => app.view.guest);
  const resolved = selectResolved(catalog, selection);
  const entry = resolved.machine === undefined ? undefined : catalog.machineByName.get(resolved.machine);
  const own = entry === undefined ? "on" : irqchipOf(entry, undefined);
  return (
    <>
      <Field label="Machine type" hint={machineHint(selection.machine, resolved.machine)}>
        {(ids) => (
          <Select
            ids={ids}
            value={selection.machine}
            groups={machineChoices(catalog, selection.host)}
            onChange={chooseMachine}
          />
        )}
      </Field>
      <Field label="CPU model" hint={cpuHint(catalog, selection, resolved.cpu)}>
        {(ids) => (
          <Select ids={ids} value={selection.cpu} groups={cpuChoices(catalog, selection.host)} onChange={chooseCpu} />
        )}
      </Field>
      <Segmented label="Accelerator" value={selection.accel} segments={ACCELS} onChange={chooseAccel} />
      <Segmented
        label="Interrupt controller"
        value={selection.irqchip ?? own}
        segments={IRQCHIPS}
        hint={selection.irqchip === undefined ? "the machine type's own" : undefined}
        onChange={(mode) => chooseIrqchip(mode === own ? undefined : mode)}
      />
      <Segmented label="Guest" value={guest} segments={GUESTS} onChange={chooseGuest} />
    </>
  );
}

function machineHint(written: string, resolved: string | undefined): string | undefined {
  if (resolved === undefined) return "this QEMU has no such machine type";
  return resolved === written ? undefined : `→ ${resolved} on this host`;
}

function cpuHint(catalog: Catalog, selection: Selection, resolved: string | undefined): string | undefined {
  const { cpu, host } = selection;
  if (!isCpuHere(catalog, host, cpu)) return "this QEMU has no such CPU model";
  const model = catalog.cpuByName.get(cpu)?.model;
  const facts = [versionHint(cpu, resolved), model?.vendor && VENDORS[model.vendor], model?.abi];
  return facts.filter(Boolean).join(" · ") || undefined;
}

const VENDORS = { intel: "Intel", amd: "AMD", other: undefined } as const;

/** `→ v1` where the name takes a version of itself, the whole name where it stands for another. */
function versionHint(written: string, resolved: string | undefined): string | undefined {
  if (resolved === undefined || resolved === written) return undefined;
  return `→ ${resolved.startsWith(`${written}-`) ? resolved.slice(written.length + 1) : resolved}`;
}
