import type { BundledFeature, BundledPlatform } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { basePlatform } from "#engine/host.ts";
import { chooseHost } from "#state/catalogue-actions.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import type { Fact } from "#ui/facts.tsx";
import { Backports } from "./backports.tsx";
import { FactList } from "./fact-list.tsx";
import { hostEvidence } from "./host-evidence.ts";
import { hostId, reportedBy } from "./host-rows.ts";
import { PageHead } from "./page-head.tsx";
import { PageLink } from "./page-link.tsx";
import { RawEvidence } from "./raw-evidence.tsx";
import styles from "./pages.module.css";

/** One host: a platform with its kernel, QEMU, libvirt and backports, or an upstream kernel. */
export function HostPage({ id }: { readonly id: string }) {
  const catalog = useCatalog();
  const platform = catalog.platformById.get(id);
  const kernel = catalog.kernels.find(({ version }) => id === `linux-${version}`);
  return (
    <>
      <Head id={id} title={platform?.title ?? `Linux ${kernel?.version}`} note={(platform ?? kernel)?.note} />
      <Card title="What it runs">
        <div className={styles.body}>
          <FactList facts={platform === undefined ? kernelFacts(kernel) : platformFacts(catalog, platform)} />
          {platform?.sameAs !== undefined && <SameAs catalog={catalog} id={platform.sameAs} />}
        </div>
      </Card>
      <Backports catalog={catalog} id={id} />
      <Reported catalog={catalog} id={id} />
      <Card title="Evidence, fact by fact">
        <div className={styles.body}>
          <RawEvidence file={platform?.file ?? "hosts/linux.json"} pick={(raw) => hostEvidence(raw, id)} />
        </div>
      </Card>
    </>
  );
}

interface HeadProps {
  readonly id: string;
  readonly title: string;
  readonly note: string | undefined;
}

function Head({ id, title, note }: HeadProps) {
  const { host } = useSelection();
  const isHere = hostId(host) === id;
  const use = (
    <Button look="primary" disabled={isHere} onClick={() => chooseHost(id)}>
      {isHere ? "In use in the VM" : "Use in the VM"}
    </Button>
  );
  return (
    <PageHead list="hosts" listTitle="Hosts" title={title} actions={use}>
      {note !== undefined && <p className={styles.lead}>{note}</p>}
    </PageHead>
  );
}

const named = (rows: readonly (readonly [string, string | null | undefined])[]): readonly Fact[] =>
  rows.map(([term, value]) => ({ term, value: value ?? "not known" }));

function kernelFacts(kernel: Catalog["kernels"][number] | undefined): readonly Fact[] {
  return named([
    ["Released", kernel?.released],
    ["Long-term", kernel?.lts === true ? "yes" : "no"],
    ["End of life", kernel?.eol],
  ]);
}

function platformFacts(catalog: Catalog, platform: BundledPlatform): readonly Fact[] {
  const base = basePlatform(catalog, platform.id) ?? platform;
  const noted = (version: string | null, note: string | undefined) =>
    version === null ? note : [version, note && `(${note})`].filter(Boolean).join(" ");
  return named([
    ["Kernel", base.kernel],
    ["Upstream base", base.kernelBase],
    ["QEMU", noted(base.qemu, base.qemuNote)],
    ["libvirt", noted(base.libvirt, base.libvirtNote)],
    ["Machine types", base.machines === undefined ? "upstream’s" : `its own (${base.machines})`],
    ["Released", platform.released],
    ["End of life", platform.eol],
  ]);
}

const SameAs = ({ catalog, id }: { readonly catalog: Catalog; readonly id: string }) => (
  <p>
    It repeats the builds of{" "}
    <PageLink page={{ kind: "host", id }}>{catalog.platformById.get(id)?.title ?? id}</PageLink>.
  </p>
);

const ANSWERS = [
  ["yes", "Reported by its KVM"],
  ["unknown", "Not known"],
  ["no", "Not reported"],
] as const;

function Reported({ catalog, id }: { readonly catalog: Catalog; readonly id: string }) {
  const reported = reportedBy(catalog, id);
  return (
    <Card title="Features of its KVM" hint="On an Intel machine, with Hyper-V emulation built in">
      <div className={styles.body}>
        {ANSWERS.map(([answer, title]) => (
          <Group key={answer} title={`${title}: ${reported[answer].length}`} features={reported[answer]} />
        ))}
      </div>
    </Card>
  );
}

function Group({ title, features }: { readonly title: string; readonly features: readonly BundledFeature[] }) {
  if (features.length === 0) return null;
  return (
    <section>
      <h3 className={styles.sub}>{title}</h3>
      <p className={styles.links}>
        {features.map(({ id }) => (
          <PageLink key={id} page={{ kind: "feature", id }} className={styles.link}>
            {id}
          </PageLink>
        ))}
      </p>
    </section>
  );
}
