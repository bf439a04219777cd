import type { Vendor } from "#catalog/schema/common.ts";
import { isLibvirtHost } from "#catalog/schema/measured.ts";
import { hostFacts } from "#engine/host.ts";
import { chooseHyperv, chooseKernel, chooseLibvirt, choosePlatform, chooseQemu, chooseVendor } from "#state/actions.ts";
import { platformChoices, releaseChoices, UPSTREAM, versionLabel } from "#state/versions.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Facts } from "#ui/facts.tsx";
import { Field } from "#ui/field.tsx";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";
import { MeasuredHostField } from "./measured-host.tsx";

const VENDORS: readonly Segment<Vendor>[] = [
  { value: "intel", label: "Intel" },
  { value: "amd", label: "AMD" },
];

const YES_NO: readonly Segment<"yes" | "no">[] = [
  { value: "yes", label: "yes" },
  { value: "no", label: "no" },
];

/** The host: a platform with its versions, or upstream releases of one's own choice; vendor and build options. */
export function HostFields() {
  const catalog = useCatalog();
  const { host } = useSelection();
  return (
    <>
      <Field label="Platform">
        {(ids) => (
          <Select
            ids={ids}
            value={host.platform ?? UPSTREAM}
            groups={platformChoices(catalog)}
            onChange={(value) => choosePlatform(value === UPSTREAM ? undefined : value)}
          />
        )}
      </Field>
      {host.platform === undefined ? <Releases /> : <PlatformFacts />}
      <VendorAndBuild />
      <MeasuredHostField />
    </>
  );
}

/** What a kernel version alone does not tell; a host that was asked tells it itself, or a part of it. */
function VendorAndBuild() {
  const catalog = useCatalog();
  const { host } = useSelection();
  const asked = host.measured;
  if (asked && !isLibvirtHost(asked)) return null;
  return (
    <>
      {asked?.vendor === undefined && (
        <Segmented label="CPU vendor" value={host.vendor} segments={VENDORS} onChange={chooseVendor} />
      )}
      {hostFacts(catalog, host).libvirtTold?.hyperv === undefined && (
        <Segmented
          label="Hyper-V in KVM"
          value={host.hyperv ? "yes" : "no"}
          segments={YES_NO}
          onChange={(value) => chooseHyperv(value === "yes")}
        />
      )}
    </>
  );
}

function Releases() {
  const catalog = useCatalog();
  const { host } = useSelection();
  const untold = host.measured && isLibvirtHost(host.measured) ? [{ value: "", label: "not told" }] : [];
  return (
    <>
      <Field label="Linux">
        {(ids) => (
          <Select
            ids={ids}
            value={host.kernel ?? ""}
            options={[...untold, ...releaseChoices(catalog.kernels, host.kernel)]}
            onChange={(value) => chooseKernel(value || undefined)}
          />
        )}
      </Field>
      <Field label="QEMU">
        {(ids) => (
          <Select
            ids={ids}
            value={host.qemu ?? ""}
            options={releaseChoices(catalog.qemu.releases, host.qemu)}
            onChange={chooseQemu}
          />
        )}
      </Field>
      <Field label="libvirt">
        {(ids) => (
          <Select
            ids={ids}
            value={host.libvirt ?? ""}
            options={releaseChoices(catalog.libvirt.releases, host.libvirt)}
            onChange={chooseLibvirt}
          />
        )}
      </Field>
    </>
  );
}

function PlatformFacts() {
  const catalog = useCatalog();
  const { host } = useSelection();
  const facts = hostFacts(catalog, host);
  const packaged = facts.platform?.kernel ?? "";
  const base = versionLabel(facts.kernel);
  return (
    <Facts
      facts={[
        {
          term: "Linux",
          value: packaged === "" || packaged === base || host.kernel !== undefined ? base : `${base} (${packaged})`,
        },
        { term: "QEMU", value: versionLabel(facts.qemu) },
        { term: "libvirt", value: versionLabel(facts.libvirt) },
      ]}
    />
  );
}
