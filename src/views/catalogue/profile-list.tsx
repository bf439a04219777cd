import type { BundledProfile } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { oldestKernel, takeProfile } from "#engine/profile.ts";
import type { Selection } from "#engine/selection.ts";
import { chooseProfile, leftOutText } from "#state/profile-actions.ts";
import { bySelection } from "#state/memo.ts";
import { catalogAddress } from "#state/load-catalog.ts";
import { useSelection } from "#state/use-app.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { profileTable } from "./profile-rows.ts";
import styles from "./profile-list.module.css";

const KINDS: Readonly<Record<BundledProfile["kind"], readonly [tone: Tone, word: string]>> = {
  own: ["on", "ours"],
  published: ["plain", "published"],
  warning: ["miss", "old"],
};

const GUESTS = [
  ["windows", "Sets of flags for Windows guests"],
  ["linux", "Sets of flags for Linux guests"],
] as const;

/** Named sets of flags side by side: our own, those that projects publish, and an old one to be warned of. */
export function ProfileList({ catalog }: { readonly catalog: Catalog }) {
  const selection = useSelection();
  return (
    <>
      {GUESTS.map(([guest, title]) => (
        <ProfileCard
          key={guest}
          catalog={catalog}
          selection={selection}
          title={title}
          profiles={catalog.profiles.filter((profile) => profile.guest === guest)}
        />
      ))}
    </>
  );
}

/** From which kernel on each set is whole with the QEMU of the selection. */
const selectFloors = bySelection(
  (catalog, selection): ReadonlyMap<string, string | undefined> =>
    new Map(catalog.profiles.map((profile) => [profile.id, oldestKernel(catalog, selection, profile)])),
);

interface ProfileCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly title: string;
  readonly profiles: readonly BundledProfile[];
}

function ProfileCard({ catalog, selection, title, profiles }: ProfileCardProps) {
  const rows = profileTable(catalog, profiles);
  const floors = selectFloors(catalog, selection);
  return (
    <Card title={title} hint="what each has, and what it misses of the recommended set">
      <div className={styles.frame}>
        <table className={styles.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">Feature</th>
              {profiles.map((profile) => (
                <th key={profile.id} scope="col" className={styles.head} title={profile.about}>
                  {profile.title}
                  <Badge tone={KINDS[profile.kind][0]}>{KINDS[profile.kind][1]}</Badge>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, label, cells }) => (
              <tr key={id}>
                <th scope="row" className={styles.name}>
                  {label}
                </th>
                {cells.map((cell, at) => (
                  <td key={profiles[at]?.id} className={styles.cell} data-has={cell.has} title={cell.title}>
                    {cell.text}
                  </td>
                ))}
              </tr>
            ))}
            <tr className={styles.foot}>
              <th scope="row">misses of the recommended</th>
              {profiles.map((profile) => (
                <td key={profile.id}>{missing(catalog, profiles, profile)}</td>
              ))}
            </tr>
            <tr className={styles.foot}>
              <th scope="row">whole from Linux</th>
              {profiles.map((profile) => (
                <td key={profile.id}>{floors.get(profile.id) ?? "none, with this QEMU"}</td>
              ))}
            </tr>
            <tr className={styles.foot}>
              <th scope="row">left out on this host</th>
              {profiles.map((profile) => (
                <td key={profile.id}>
                  {leftOutText(catalog, takeProfile(catalog, selection, profile).leftOut) || "nothing"}
                </td>
              ))}
            </tr>
            <tr className={styles.foot}>
              <th scope="row">take it</th>
              {profiles.map((profile) => (
                <td key={profile.id}>
                  <Button size="small" aria-label={`Take ${profile.title}`} onClick={() => chooseProfile(profile)}>
                    Take
                  </Button>{" "}
                  <a href={catalogAddress(profile.file)} aria-label={`The file of ${profile.title}`}>
                    file
                  </a>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** How many features of the recommended set another one lacks. */
function missing(catalog: Catalog, profiles: readonly BundledProfile[], profile: BundledProfile): string {
  const best = profiles.find(({ id }) => id.endsWith("-recommended"));
  const lacks = (best?.flags ?? []).filter(({ feature }) => !profile.flags.some((flag) => flag.feature === feature));
  if (lacks.length === 0) return "nothing";
  return lacks.map(({ feature }) => catalog.featureById.get(feature)?.property?.name ?? feature).join(", ");
}
