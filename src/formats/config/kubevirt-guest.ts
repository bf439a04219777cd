// Which guest an object of KubeVirt names: by its preference, or by the labels and annotations of templates.
import type { Mention } from "#engine/explain/config.ts";
import { guestOfName } from "./guest-names.ts";
import type { KubevirtRoot } from "./kubevirt-roots.ts";
import { keyText, pairsOf, scalarText, spanOf, valueAt, type YamlPair } from "./yaml-tree.ts";

export interface NamedGuest {
  readonly guest: "linux" | "windows";
  readonly mention: Mention;
  /** True where the name is that of a preference, which brings settings of its own. */
  readonly isPreference: boolean;
}

/** The guest of a machine; undefined where nothing tells. */
export function namedGuest({ kind, object, name }: KubevirtRoot): NamedGuest | undefined {
  if (kind === "fragment") return undefined;
  const preference = valueAt(object, "spec", "preference", "name");
  const own = kind === "preference" ? valueAt(object, "metadata", "name") : preference;
  const told = guestOfName(scalarText(own) ?? (kind === "preference" ? (name ?? "") : ""));
  if (told)
    return { guest: told, mention: mentionOf(own, scalarText(own) ?? "", told), isPreference: kind === "domain" };
  const places = [object, valueAt(object, "spec", "template"), valueAt(object, "spec")];
  const pairs = places.flatMap((place) =>
    ["labels", "annotations"].flatMap((part) => pairsOf(valueAt(place, "metadata", part))),
  );
  for (const pair of pairs) {
    const found = osOfLabel(pair);
    if (found) return { ...found, isPreference: false };
  }
  return undefined;
}

/** `vm.kubevirt.io/os: windows2k19`, `os.template.kubevirt.io/win10: "true"`. */
function osOfLabel(pair: YamlPair): Omit<NamedGuest, "isPreference"> | undefined {
  const key = keyText(pair) ?? "";
  const isOs = /^(?:vm\.)?kubevirt\.io\/os$/.test(key);
  const name = isOs ? (scalarText(pair.value) ?? "") : (/^os\.template\.kubevirt\.io\/(.+)$/.exec(key)?.[1] ?? "");
  const guest = guestOfName(name);
  return guest && { guest, mention: mentionOf(isOs ? pair.value : pair.key, name, guest) };
}

const mentionOf = (node: unknown, written: string, value: string): Mention => ({
  kind: "guest",
  name: "guest",
  written,
  value,
  span: spanOf(node),
});
