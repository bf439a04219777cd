import { useStore } from "zustand";
import { explainStore, tellExplain } from "#state/explain.ts";
import type { ExplainChoices } from "#state/explain-choices.ts";
import { hostText } from "#state/point-text.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { cpuChoices, versionLabel } from "#state/versions.ts";
import { hostFacts } from "#engine/host.ts";
import { Field } from "#ui/field.tsx";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";
import styles from "./explain-view.module.css";

const GUESTS: readonly Segment<ExplainChoices["guest"]>[] = [
  { value: "", label: "as named" },
  { value: "linux", label: "Linux" },
  { value: "windows", label: "Windows" },
];

const NO_CPU = { value: "", label: "not told" } as const;

/** What the text does not tell: on which host, for which guest, to what end. */
export function Told() {
  const catalog = useCatalog();
  const selection = useSelection();
  const told = useApp((app) => app.view.explain);
  const named = useStore(explainStore, ({ read, vm }) => read?.explained.vms[vm]?.guest);
  const facts = hostFacts(catalog, selection.host);
  return (
    <details className={styles.told}>
      <summary>
        Judged for <b>{hostText(catalog, selection)}</b>, QEMU {versionLabel(facts.qemu)}, libvirt{" "}
        {versionLabel(facts.libvirt)}, {facts.vendor === "amd" ? "AMD" : "Intel"}
        {facts.hyperv ? "" : ", without Hyper-V in KVM"}; {aimText(told, named)}
      </summary>
      <p className={styles.host}>The host is that of the VM panel. What else the text does not tell:</p>
      <div className={styles.fields}>
        <Segmented
          label="Guest"
          value={told.guest}
          segments={GUESTS}
          hint={told.guest === "" ? `the text names ${named ?? "none"}` : undefined}
          onChange={(guest) => tellExplain({ guest })}
        />
        <Field label="Vendors of the fleet">
          {(ids) => (
            <Select
              ids={ids}
              value={told.vendors.join(",")}
              options={[
                { value: "", label: "this host's only" },
                { value: "intel,amd", label: "Intel and AMD" },
                { value: "intel", label: "Intel" },
                { value: "amd", label: "AMD" },
              ]}
              onChange={(value) =>
                tellExplain({ vendors: (["intel", "amd"] as const).filter((name) => value.split(",").includes(name)) })
              }
            />
          )}
        </Field>
        <Field label="Processor of the host">
          {(ids) => (
            <Select
              ids={ids}
              value={told.hostCpu}
              options={[NO_CPU]}
              groups={cpuChoices(catalog, selection.host).slice(1)}
              onChange={(hostCpu) => tellExplain({ hostCpu })}
            />
          )}
        </Field>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={told.wantMigration}
            onChange={({ target }) => tellExplain({ wantMigration: target.checked })}
          />
          It is to be migrated or saved
        </label>
      </div>
    </details>
  );
}

/** Guest and aim in few words. */
function aimText({ guest, wantMigration, vendors, hostCpu }: ExplainChoices, named: string | undefined): string {
  const who = guest || named;
  return [
    who === undefined ? "any guest" : `${who === "windows" ? "Windows" : "Linux"} guest`,
    wantMigration && "to be migrated",
    vendors.length > 0 && `in a fleet of ${vendors.map((name) => (name === "amd" ? "AMD" : "Intel")).join(" and ")}`,
    hostCpu !== "" && `on ${hostCpu}`,
  ]
    .filter(Boolean)
    .join(", ");
}
