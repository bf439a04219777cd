// Hostile texts: real ones mutated, soups of the formats' own marks, any UTF-16, deep nests and long repeats.
import * as fc from "fast-check";

/** Marks and words that some parser cares for. */
const MARKS = [
  ..."<>/\"'\\=,;|&#%{}[]()*?!:-+.@$`~ \t\n\r",
  "\u0000",
  "\ufeff",
  "\u2028",
  "\ud800",
  "\udc00",
  "\r\n",
  " \\\n",
  "${",
  "$(",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<!DOCTYPE a [<!ENTITY b 'c'>",
  "&lt;",
  "&#x0;",
  "&#55296;",
  "</",
  "/>",
  "<domain type='kvm'>",
  "</domain>",
  "<features>",
  "<hyperv mode='passthrough'>",
  "<relaxed state='on'/>",
  "<stimer state='on'><direct state='off'/>",
  "<spinlocks state='on' retries='8191'/>",
  "<cpu mode='host-passthrough'>",
  "<clock offset='utc'><timer name='hypervclock' present='yes'/>",
  "<qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='host,hv_time'/>",
  "qemu-system-x86_64 ",
  "-machine q35,accel=kvm ",
  "-cpu host,",
  "hv_time,",
  "+kvm_pv_eoi,",
  "-hypervisor,",
  "hv-spinlocks=0x1fff,",
  "-global kvm-pit.lost_tick_policy=delay ",
  "-smp 4,cores=2 ",
  "-no-hpet ",
  "spec:\n",
  "  domain:\n",
  "    features:\n",
  "      hyperv: {}\n",
  "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\n",
  "- ",
  "? ",
  "&a ",
  "*a ",
  "<<: *a\n",
  "|-\n",
  "!!binary ",
  "---\n",
  "...\n",
  "args: -cpu ",
  "cpu: host,hidden=1,flags=+hv-evmcs;-pcid\n",
  "ostype: win11\n",
  "[snap]\n",
  "MSR 0x40000021",
  "failed to set MSR ",
  "CPUID.40000001H:EAX.",
  "[bit ",
  "0x40000000 0x00: eax=0x40000001 ebx=0x4b4d564b ecx=0x564b4d56 edx=0x0000004d\n",
  "#v=1&set=",
  "&view=",
  "0xffffffffffffffffffff",
  "1e999",
  "-0",
  "__proto__",
  "constructor",
  "toString",
];

/** Any UTF-16, lone surrogates and NUL included. */
const anything = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.constantFrom(0, 0xd800, 0xdfff, 0xfeff, 0x2028)), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

const soup = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...MARKS) }, anything), { maxLength: 24 });

/** The same mark again and again, with something before and behind. */
const repeats = fc
  .tuple(soup, fc.constantFrom(...MARKS), fc.integer({ min: 2, max: 1500 }), soup)
  .map(([front, mark, times, back]) => [...front, mark.repeat(times), ...back].join(""));

const NESTS: readonly (readonly [string, string])[] = [
  ["<a>", "</a>"],
  ["<features><hyperv>", "</hyperv></features>"],
  ["[", "]"],
  ["{a: ", "}"],
  ["- ", ""],
  ["$(", ")"],
  ["\"'", "'\""],
];

const nests = fc
  .tuple(fc.constantFrom(...NESTS), fc.integer({ min: 2, max: 1000 }), fc.boolean(), fc.constantFrom(...MARKS))
  .map(
    ([[open, close], depth, isClosed, middle]) => open.repeat(depth) + middle + (isClosed ? close.repeat(depth) : ""),
  );

const share = fc.double({ min: 0, max: 1, noNaN: true });

interface Mutation {
  readonly kind: "delete" | "duplicate" | "swap" | "truncate" | "insert" | "splice";
  readonly at: number;
  readonly size: number;
  readonly mark: string;
  readonly other: string;
}

function mutate(text: string, { kind, at, size, mark, other }: Mutation): string {
  const start = Math.floor(at * text.length);
  const end = Math.min(text.length, start + 1 + Math.floor(size * 40));
  const part = text.slice(start, end);
  switch (kind) {
    case "delete":
      return text.slice(0, start) + text.slice(end);
    case "duplicate":
      return text.slice(0, end) + part + text.slice(end);
    case "swap":
      return text.slice(end) + part + text.slice(0, start);
    case "truncate":
      return text.slice(0, start);
    case "insert":
      return text.slice(0, start) + mark + text.slice(start);
    case "splice":
      return text.slice(0, start) + other.slice(Math.floor(size * other.length));
  }
}

/** Mutants of some seeds. */
const mutants = (seeds: readonly string[]): fc.Arbitrary<string> => {
  const seed = fc.constantFrom(...seeds);
  const mutation: fc.Arbitrary<Mutation> = fc.record({
    kind: fc.constantFrom("delete", "duplicate", "swap", "truncate", "insert", "splice"),
    at: share,
    size: share,
    mark: fc.oneof(fc.constantFrom(...MARKS), anything),
    other: seed,
  });
  return fc.tuple(seed, fc.array(mutation, { maxLength: 6 })).map(([text, all]) => all.reduce(mutate, text));
};

/** Hostile texts around some seeds. */
export const hostileText = (seeds: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: mutants(seeds) },
    { weight: 4, arbitrary: soup.map((marks) => marks.join("")) },
    { weight: 2, arbitrary: anything },
    { weight: 1, arbitrary: repeats },
    { weight: 1, arbitrary: nests },
  );
