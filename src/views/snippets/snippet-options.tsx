import type { Format } from "#formats/index.ts";
import { chooseTarget, compareSnippet, openFormat, wrapLines } from "#state/actions.ts";
import { targetReleases, TOOLS } from "#state/snippets.ts";
import { useApp, useCatalog } from "#state/use-app.ts";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";
import type { SnippetDiff } from "#state/view.ts";
import styles from "./snippets-view.module.css";

const DIFFS: readonly Segment<SnippetDiff>[] = [
  { value: "nothing", label: "No diff" },
  { value: "defaults", label: "vs defaults" },
  { value: "copy", label: "vs last copy" },
];

/** Which form of the tool, for which release of it, compared with what, and whether lines wrap. */
export function SnippetOptions({ format }: { readonly format: Format }) {
  const forms = TOOLS.get(format.tool) ?? [];
  const diff = useApp((app) => app.view.diff);
  const wrap = useApp((app) => app.prefs.wrap);
  return (
    <div className={styles.options}>
      {forms.length > 1 && (
        <Segmented
          label={`Form for ${format.tool}`}
          bare
          value={format.id}
          segments={forms.map(({ id, form = "", title }) => ({ value: id, label: form || title }))}
          onChange={openFormat}
        />
      )}
      <Release format={format} />
      <Segmented label="Compare" bare value={diff} segments={DIFFS} onChange={compareSnippet} />
      <label className={styles.wrap}>
        <input type="checkbox" checked={wrap} onChange={(event) => wrapLines(event.target.checked)} />
        Wrap lines
      </label>
    </div>
  );
}

/** QEMU's and libvirt's releases are those of the host; other tools have their own. */
function Release({ format }: { readonly format: Format }) {
  const target = useApp((app) => app.view.target);
  const releases = targetReleases(useCatalog(), format);
  if (releases.length === 0) return null;
  return (
    <Select
      label="Release of the target"
      value={releases.includes(target) ? target : ""}
      options={[
        { value: "", label: `newest ${format.tool}` },
        ...releases.map((release) => ({ value: release, label: `${format.tool} ${release}` })),
      ]}
      onChange={chooseTarget}
    />
  );
}
