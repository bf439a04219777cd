import type { BundledCpu, BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { CpuModel } from "#catalog/schema/cpu.ts";
import { chooseCpu } from "#state/actions.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import type { Fact } from "#ui/facts.tsx";
import { CpuWords } from "./cpu-words.tsx";
import { FactList } from "./fact-list.tsx";
import { PageHead } from "./page-head.tsx";
import { RawEvidence, type EvidenceByPath } from "./raw-evidence.tsx";
import { sinceText } from "./since-text.ts";
import styles from "./pages.module.css";

/** One CPU model: its versions, what each changed, and the CPUID words that it defines. */
export function CpuPage({ name }: { readonly name: string }) {
  const catalog = useCatalog();
  const { cpu } = useSelection();
  const model = catalog.cpuByName.get(name)?.model;
  if (model === undefined) return <p>The catalogue has no CPU model {name}.</p>;
  return (
    <>
      <PageHead list="cpus" listTitle="CPU models" title={model.model} actions={<Use name={name} current={cpu} />}>
        {model.title !== undefined && <p className={styles.lead}>{model.title}</p>}
      </PageHead>
      <Card title="What it is">
        <div className={styles.body}>
          <FactList facts={facts(model)} />
        </div>
      </Card>
      {model.versions.length > 0 && (
        <Card title="Versions" hint="Each is the one before, with these changes">
          <div className={styles.body}>
            {model.versions.map((version) => (
              <CpuVersion key={version.name} version={version} current={cpu} />
            ))}
          </div>
        </Card>
      )}
      <CpuWords catalog={catalog} versions={model.versions} />
      <Card title="Evidence, fact by fact">
        <div className={styles.body}>
          <RawEvidence file={model.file} pick={evidenceOf} />
        </div>
      </Card>
    </>
  );
}

function evidenceOf(raw: unknown): EvidenceByPath {
  // The build checked the file against its schema.
  const model = raw as CpuModel | undefined;
  if (model === undefined) return {};
  return Object.fromEntries([
    [model.model, model.evidence],
    ...model.versions.map((version) => [version.name, version.evidence] as const),
  ]);
}

const KINDS = {
  named: "a named model",
  host: "what the host has",
  max: "all that the accelerator can do",
  base: "nothing but what is asked for",
} as const;

function facts(model: BundledCpu): readonly Fact[] {
  const { deprecated, libvirt } = model;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Kind", KINDS[model.kind]],
    ["Processor", model.microarchitecture],
    ["Year", model.year],
    ["ABI level", model.abi],
    ["QEMU", model.introduced === null ? "not known" : `since ${sinceText(model.introduced)}`],
    ["Removed", model.removed && `in QEMU ${model.removed}`],
    ["Deprecated", deprecated && `since QEMU ${deprecated.since}: ${deprecated.reason}`],
    [
      "libvirt",
      libvirt &&
        (libvirt.name === null ? "no name" : [libvirt.name, sinceText(libvirt.since)].filter(Boolean).join(", since ")),
    ],
  ];
  return rows.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}

function Use({ name, current }: { readonly name: string; readonly current: string }) {
  return (
    <Button look="primary" disabled={current === name} onClick={() => chooseCpu(name)}>
      {current === name ? "In use in the VM" : "Use in the VM"}
    </Button>
  );
}

function CpuVersion({ version, current }: { readonly version: BundledCpuVersion; readonly current: string }) {
  const changes = Object.entries(version.changes);
  const aliases = version.aliases.map(({ name }) => name).join(", ");
  return (
    <section className={styles.version}>
      <div className={styles.versionHead}>
        <h3>
          <code>{version.name}</code>
          {aliases !== "" && <span className={styles.small}> also {aliases}</span>}
        </h3>
        <span className={styles.small}>
          {version.introduced === null ? "" : `QEMU ${sinceText(version.introduced)}`}
        </span>
        <Button
          size="small"
          aria-label={`Use ${version.name} in the VM`}
          disabled={current === version.name}
          onClick={() => chooseCpu(version.name)}
        >
          {current === version.name ? "In use" : "Use"}
        </Button>
      </div>
      {changes.length > 0 && (
        <p className={styles.changes}>
          {changes.map(([property, value]) => (
            <code key={property}>
              {property}={value}
            </code>
          ))}
        </p>
      )}
      {version.note !== undefined && <p className={styles.small}>{version.note}</p>}
    </section>
  );
}
