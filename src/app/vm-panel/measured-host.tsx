import { useState } from "react";
import { isLibvirtHost, type LibvirtHost, type MeasuredHost } from "#catalog/schema/measured.ts";
import { hostFacts } from "#engine/host.ts";
import { modelUse } from "#engine/measured-host.ts";
import { dropMeasured } from "#state/actions.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Facts, type Fact } from "#ui/facts.tsx";
import { MeasuredHostDialog } from "./measured-host-dialog.tsx";
import styles from "./measured-host.module.css";

/** The way to a host that answered for itself, or what is known of the one that did. */
export function MeasuredHostField() {
  const { host } = useSelection();
  const [isOpen, setOpen] = useState(false);
  if (host.measured) {
    return (
      <div className={styles.measured}>
        {isLibvirtHost(host.measured) ? <ToldByLibvirt host={host.measured} /> : <ToldByKvm host={host.measured} />}
        <Button size="small" onClick={dropMeasured}>
          Use the catalogue instead
        </Button>
      </div>
    );
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Use a measured host …
      </Button>
      {isOpen && <MeasuredHostDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function ToldByKvm({ host: { kernel, release, vendor } }: { readonly host: MeasuredHost }) {
  const { host } = useSelection();
  return (
    <Facts
      facts={[
        { term: "Measured", value: `Linux ${release ?? kernel}` },
        { term: "CPU vendor", value: vendor },
        { term: "Hyper-V in KVM", value: host.hyperv ? "yes" : "no" },
      ]}
    />
  );
}

const VENDORS = { intel: "Intel", amd: "AMD" } as const;

/** What domcapabilities told, and in words what it never tells. */
function ToldByLibvirt({ host }: { readonly host: LibvirtHost }) {
  const catalog = useCatalog();
  const selection = useSelection();
  const use = modelUse(host, namesOf(selection.cpu));
  const told = hostFacts(catalog, selection.host).libvirtTold;
  const facts: readonly (Fact | false)[] = [
    { term: "Told by", value: "virsh domcapabilities" },
    { term: "Machine type", value: host.machine },
    host.vendor !== undefined && { term: "CPU vendor", value: VENDORS[host.vendor] },
    told?.hyperv === true && { term: "Hyper-V in KVM", value: "yes" },
    use !== undefined && { term: `${selection.cpu} usable`, value: use },
    host.sev !== undefined && { term: "SEV", value: host.sev ? "yes" : "no" },
  ];
  return (
    <>
      <Facts facts={facts.filter((fact) => fact !== false)} />
      <p className={styles.untold}>
        {told?.hyperv === true
          ? "It tells nothing of KVM's own features, nor of the kernel: those stay unknown unless you choose one."
          : "It tells nothing of KVM's features here: either KVM emulates no Hyper-V, or Linux is older than 5.11, or QEMU older than 6.1, or libvirt older than 9.0. They stay unknown unless you choose a kernel."}
      </p>
    </>
  );
}

/** libvirt writes a model's first version without a number. */
const namesOf = (cpu: string): string[] => [cpu, cpu.replace(/-v1$/, "")];
