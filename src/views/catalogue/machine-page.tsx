import type { BundledMachineVersion } from "#catalog/bundle-types.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import type { MachineBoard } from "#catalog/schema/machine.ts";
import { chooseMachine } from "#state/actions.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { FactList } from "./fact-list.tsx";
import { compatGroups, compatWhen, resolveVmMachine } from "./machine-facts.ts";
import { PageHead } from "./page-head.tsx";
import { PageLink } from "./page-link.tsx";
import { RawEvidence, type EvidenceByPath } from "./raw-evidence.tsx";
import { sinceText } from "./since-text.ts";
import styles from "./pages.module.css";

/** One machine type: its life, and what it does to CPUs that a newer one would not. */
export function MachinePage({ name }: { readonly name: string }) {
  const catalog = useCatalog();
  const isHere = resolveVmMachine(catalog, useSelection()) === name;
  const entry = catalog.machineByName.get(name);
  if (entry === undefined) return <p>The catalogue has no machine type {name}.</p>;
  const { board, version } = entry;
  return (
    <>
      <PageHead
        list="machines"
        listTitle="Machine types"
        title={name}
        actions={
          <Button look="primary" disabled={isHere} onClick={() => chooseMachine(name)}>
            {isHere ? "In use in the VM" : "Use in the VM"}
          </Button>
        }
      >
        <p className={styles.lead}>
          {board.title}
          {board.alias !== null && (
            <>
              ; <code>{board.alias}</code> means the newest of them that QEMU has
            </>
          )}
          .
        </p>
      </PageHead>
      <Card title="Life cycle">
        <div className={styles.body}>
          <FactList facts={life(entry)} />
          <Notes notes={version.notes ?? []} />
        </div>
      </Card>
      <Compat catalog={catalog} entry={entry} />
      <Card title="Evidence, fact by fact">
        <div className={styles.body}>
          <RawEvidence file={board.file} pick={(raw) => evidenceOf(raw, name)} />
        </div>
      </Card>
    </>
  );
}

function evidenceOf(raw: unknown, name: string): EvidenceByPath {
  // The build checked the file against its schema.
  const board = raw as MachineBoard | undefined;
  const version = board?.versions.find((candidate) => candidate.name === name);
  return { ...(version && { [name]: version.evidence }), ...(board && { [board.board]: board.evidence }) };
}

const release = (at: string | null, none: string): string => (at === null ? none : `QEMU ${sinceText(at)}`);

function life({ board, version }: MachineEntry) {
  return [
    { term: "Introduced", value: release(version.introduced, "not known") },
    { term: "Deprecated", value: release(version.deprecated, "not") },
    { term: "Removed", value: release(version.removed, "not") },
    ...(version.base === undefined ? [] : [{ term: "Built on upstream", value: version.base }]),
    { term: "Interrupt controller", value: `kernel-irqchip=${version.irqchip ?? board.irqchip}` },
    ...(board.isDefault ? [{ term: "Without -machine", value: "QEMU takes this board" }] : []),
    ...(board.downstream === undefined ? [] : [{ term: "Only in", value: board.downstream }]),
    {
      term: "CPU model without version",
      value: board.cpuVersion === "latest" ? "the newest" : `-v${board.cpuVersion}`,
    },
  ];
}

function Compat({ catalog, entry }: { readonly catalog: Catalog; readonly entry: MachineEntry }) {
  const groups = compatGroups(entry);
  const { name } = entry.version;
  return (
    <Card title="Compat properties" hint="What keeps a guest of this type seeing what it always saw">
      <div className={styles.body}>
        <Switches version={entry.version} catalog={catalog} />
        {groups.length === 0 && <p className={styles.quiet}>None that touches a CPU, the APIC or the clock.</p>}
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className={styles.sub}>
              {group.name === name ? (
                "Its own"
              ) : (
                <>
                  With <PageLink page={{ kind: "machine", id: group.name }}>{group.name}</PageLink>
                </>
              )}
            </h3>
            <ul className={styles.notes}>
              {group.compat.map((row) => (
                <li key={`${row.driver} ${row.property} ${row.since}`}>
                  <code>
                    {row.driver}.<Property catalog={catalog} name={row.property} />={row.value}
                  </code>{" "}
                  <span className={styles.small}>{compatWhen(row)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

function Property({ catalog, name }: { readonly catalog: Catalog; readonly name: string }) {
  const feature = catalog.featureByProperty.get(name);
  if (feature === undefined) return <>{name}</>;
  return <PageLink page={{ kind: "feature", id: feature.id }}>{name}</PageLink>;
}

function Switches({ catalog, version }: { readonly catalog: Catalog; readonly version: BundledMachineVersion }) {
  const rows = [
    ["On by default for this type", version.turnsOn ?? []],
    ["Rows of QEMU’s default table that it leaves alone", version.keepsDefault ?? []],
  ] as const;
  return rows.map(
    ([title, names]) =>
      names.length > 0 && (
        <section key={title}>
          <h3 className={styles.sub}>{title}</h3>
          <p>
            {names.map((name, index) => (
              <code key={name}>
                {index > 0 && ", "}
                <Property catalog={catalog} name={name} />
              </code>
            ))}
          </p>
        </section>
      ),
  );
}

const Notes = ({ notes }: { readonly notes: readonly string[] }) =>
  notes.length === 0 ? null : (
    <ul className={styles.notes}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
