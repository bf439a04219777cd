import { openPage } from "#state/catalogue-actions.ts";
import type { ListName } from "#state/catalogue-page.ts";
import { useCatalog } from "#state/use-app.ts";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { ChangeList } from "./change-list.tsx";
import { CpuList } from "./cpu-list.tsx";
import { DataCard } from "./data-card.tsx";
import { FeatureList } from "./feature-list.tsx";
import { HostList } from "./host-list.tsx";
import { MachineList } from "./machine-list.tsx";
import { ProfileList } from "./profile-list.tsx";
import { RuleList } from "./rule-list.tsx";
import { TalkList } from "./talk-list.tsx";
import styles from "./catalogue-view.module.css";

const SEGMENTS: readonly Segment<ListName>[] = [
  { value: "features", label: "Features" },
  { value: "machines", label: "Machine types" },
  { value: "cpus", label: "CPU models" },
  { value: "hosts", label: "Hosts" },
  { value: "profiles", label: "Profiles" },
  { value: "rules", label: "Rules" },
  { value: "talk", label: "The talk" },
  { value: "changes", label: "What changed" },
];

const VIEWS = {
  features: FeatureList,
  machines: MachineList,
  cpus: CpuList,
  hosts: HostList,
  profiles: ProfileList,
  rules: RuleList,
  talk: TalkList,
  changes: ChangeList,
} as const;

/** One of the catalogue's lists, and below it where the data itself is. */
export function Lists({ list }: { readonly list: ListName }) {
  const catalog = useCatalog();
  const List = VIEWS[list];
  return (
    <>
      <div className={styles.segments}>
        <Segmented
          label="List"
          bare
          value={list}
          segments={SEGMENTS}
          onChange={(value) => openPage({ kind: "list", list: value })}
        />
      </div>
      <List catalog={catalog} />
      <DataCard catalog={catalog} />
    </>
  );
}
