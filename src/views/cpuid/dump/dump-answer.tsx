import { useMemo, useDeferredValue } from "react";
import { useStore } from "zustand";
import { hex } from "#base/u32.ts";
import { compareDump, decodeCpu, type DecodedCpu } from "#engine/dump/compare.ts";
import { chooseDumpCpu, dumpStore } from "#state/dump.ts";
import type { ReadDump } from "#state/dump-work.ts";
import { selectResolved } from "#state/selectors.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Field } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { Select } from "#ui/select.tsx";
import { Difference } from "./difference.tsx";
import { Faster } from "./faster.tsx";
import { Issues } from "./issues.tsx";
import { Likely } from "./likely.tsx";
import styles from "./dump.module.css";

const ABOUT = {
  guest: undefined,
  host: "These are lists of what a KVM offers, not what a guest reads: what is missing below is what QEMU sets by itself, what is extra is what nobody asked for.",
  model:
    "This is what QEMU has set for a CPU. It names words one by one, so nothing is said of leaves that it leaves out.",
} as const;

/** Everything that a dump says, for one of its processors. */
export function DumpAnswer({ dump }: { readonly dump: ReadDump }) {
  const catalog = useCatalog();
  const selection = useDeferredValue(useSelection());
  const chosen = useStore(dumpStore, (state) => state.cpu);
  const group = dump.cpus[chosen] ?? dump.cpus[0];
  const cpu = useMemo(() => group && decodeCpu(catalog, dump.about, group.cpu), [catalog, dump, group]);
  const rows = useMemo(
    () => cpu && compareDump(catalog, dump.about, cpu, selectResolved(catalog, selection)),
    [catalog, dump, cpu, selection],
  );
  const about = ABOUT[dump.about];
  return (
    <div className={styles.answer}>
      <Issues issues={dump.issues} count={dump.issueCount} />
      {cpu && rows && (
        <>
          {dump.cpus.length > 1 && (
            <Field label="Processor">
              {(ids) => (
                <Select
                  ids={ids}
                  value={String(dump.cpus[chosen] ? chosen : 0)}
                  options={dump.cpus.map(({ labels }, index) => ({ value: String(index), label: labelText(labels) }))}
                  onChange={(value) => chooseDumpCpu(Number(value))}
                />
              )}
            </Field>
          )}
          {about && <Notice tone="info">{about}</Notice>}
          <Whose cpu={cpu} isList={dump.about === "model"} />
          {dump.about === "guest" && cpu.tellsHypervisor && <Faster cpu={cpu} />}
          {dump.about === "guest" && <Likely cpu={cpu} />}
          <Difference rows={rows} />
        </>
      )}
    </div>
  );
}

const labelText = (labels: readonly string[]): string =>
  labels.length === 1 ? (labels[0] ?? "") : `${labels[0]} and ${labels.length - 1} like it`;

/** How many processors a dump has, and of how many kinds. */
export function countText({ cpuCount, cpus }: ReadDump): string {
  if (cpuCount === 0) return "No processor was found in it.";
  if (cpuCount === 1) return "One processor.";
  return cpus.length === 1
    ? `${cpuCount} processors, all alike but for their own numbers.`
    : `${cpuCount} processors, of ${cpus.length} kinds.`;
}

function Whose({ cpu, isList }: { readonly cpu: DecodedCpu; readonly isList: boolean }) {
  const { interfaces, beyond, tellsHypervisor } = cpu;
  if (isList && interfaces.length === 0) return null;
  return (
    <div>
      <h3 className={styles.title}>Whose hypervisor</h3>
      {interfaces.length === 0 && (
        <p>
          {tellsHypervisor
            ? "No hypervisor shows itself: none is there, or it hides."
            : "The dump has no hypervisor leaves: programs such as kcpuid and x86info do not read them. So it says nothing of a guest's paravirtual features; cpuid -r does."}
        </p>
      )}
      <ul>
        {interfaces.map(({ base, highest, signature, name }) => (
          <li key={base}>
            <b>{name ?? "A hypervisor that is not known here"}</b> <code>{signature}</code> at <code>{hex(base)}</code>,
            up to <code>{hex(highest)}</code>
          </li>
        ))}
      </ul>
      {beyond.length > 0 && (
        <p className={styles.hint}>
          {beyond.length} leaves lie behind what is announced and are not read: a processor answers there with another
          leaf&apos;s words. The first is <code>{hex(beyond[0] ?? 0)}</code>.
        </p>
      )}
    </div>
  );
}
