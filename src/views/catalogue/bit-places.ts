// A feature's places in CPUID, register by register, as the bit strip draws them.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { BitCell } from "#parts/bit-strip.tsx";
import { groupBy } from "#state/group-by.ts";

type Place = Partial<BundledFeature["cpuid"][number]> & Pick<BundledFeature["cpuid"][number], "leaf" | "register">;

interface PlaceRow {
  readonly where: string;
  readonly meaning: string;
  readonly when: string;
}

export interface RegisterPlaces {
  readonly leaf: string;
  readonly register: Register;
  readonly set: ReadonlySet<number>;
  /** Bits of a field whose value is given or derived. */
  readonly field: ReadonlySet<number>;
  /** The highest of its bits, where a narrow strip opens; undefined where it has a field only. */
  readonly first: number | undefined;
  readonly rows: readonly PlaceRow[];
}

const range = ([high, low]: readonly [number, number]): number[] =>
  Array.from({ length: high - low + 1 }, (_, index) => low + index);

function rowOf({ bits, field, meaning, since, until, by }: Place): PlaceRow {
  const name =
    field === undefined
      ? `bit ${(bits ?? []).join(", ")}`
      : field[0] - field[1] === 31
        ? "the register"
        : `bits ${field.join(" to ")}`;
  const when = [
    since && `QEMU ${since} and later`,
    until && `before QEMU ${until}`,
    by === "value" && "filled with the property's value",
    by === "derived" && "depends on the rest of the VM",
  ];
  return { where: name, meaning: meaning ?? "", when: when.filter(Boolean).join(", ") };
}

/** The places of a feature, those of one register together. */
export function registerPlaces(places: readonly Place[]): readonly RegisterPlaces[] {
  const byRegister = groupBy(places, ({ leaf, register }) => `${leaf} ${register}`);
  return [...byRegister.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const set = new Set(group.flatMap(({ bits }) => bits ?? []));
    const field = new Set(group.flatMap((place) => (place.field === undefined ? [] : range(place.field))));
    return [
      {
        leaf: one.leaf,
        register: one.register,
        set,
        field,
        first: set.size === 0 ? undefined : Math.max(...set),
        rows: group.map(rowOf),
      },
    ];
  });
}

/** The features that own the other bits of a register. */
function ownerOf(catalog: Catalog, { leaf, register }: RegisterPlaces, bit: number): string {
  const owner = catalog.features.find((feature) =>
    feature.cpuid.some((place) => place.leaf === leaf && place.register === register && place.bits?.includes(bit)),
  );
  return owner?.id ?? "";
}

/** A register with a feature's bits set; pressing another feature's bit leads to its page. */
export function strip(catalog: Catalog, id: string, place: RegisterPlaces): readonly BitCell[] {
  return Array.from({ length: 32 }, (_, index): BitCell => {
    const bit = 31 - index;
    const isOwn = place.set.has(bit) || place.field.has(bit);
    const name = isOwn ? id : ownerOf(catalog, place, bit);
    return {
      bit,
      look: place.set.has(bit) ? "set" : place.field.has(bit) ? "unknown" : "clear",
      name,
      canFlip: false,
      why: isOwn ? "this feature" : name === "" ? "no feature of the catalogue" : "opens the page of its feature",
    };
  });
}
