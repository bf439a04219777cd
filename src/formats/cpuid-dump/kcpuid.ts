// `kcpuid -r` of the kernel's tools: ranges with headings, subleaves below their leaf. Format: leaf_print_raw() of tools/arch/x86/kcpuid.
// `kcpuid -l LEAF` prints the same lines and explains them below, indented by a tab; what it explains stands in the words.
import { parseU32, type U32 } from "#base/u32.ts";
import { readLines, shareOfLines, type DumpCodec, type LineReader } from "./codec.ts";

const WORDS = "EAX=(0x[0-9a-f]{8}), EBX=(0x[0-9a-f]{8}), ECX=(0x[0-9a-f]{8}), EDX=(0x[0-9a-f]{8})$";
const LEAF = new RegExp(`^(0x[0-9a-f]{8}): ${WORDS}`, "i");
const SUBLEAF = new RegExp(`^\\s*(\\d+): ${WORDS}`, "i");
const PARENT = /^(0x[0-9a-f]{8}): subleafs:$/i;
/** Headings; the dots stand for a leaf of zeros in Linux 5.13. */
const NOTHING = /^(?:\w+ Leafs :|=+|0x[0-9a-f]{8}: \.\.\.)$/i;
const EXPLAINED = /^\t/;

const ANY = new RegExp([LEAF, SUBLEAF, PARENT].map(({ source }) => `(?:${source})`).join("|"), "i");
/** Lines that other outputs of kcpuid have too: they tell for no format and against none. */
const NEUTRAL = /^(?:\t.*|=+|\w+ Leafs :)$/gm;

const word = (text: string | undefined): number => parseU32(text ?? "") ?? 0;

/** Its subleaf lines name no leaf, so the reader remembers which one they stand under. */
function reader(): LineReader {
  let parent: U32 | undefined;
  return (line, number, builder) => {
    const leaf = LEAF.exec(line);
    if (EXPLAINED.test(line)) return true;
    const found = leaf ?? (parent === undefined ? null : SUBLEAF.exec(line));
    if (!found) {
      const heading = PARENT.exec(line);
      parent = heading ? word(heading[1]) : undefined;
      return heading !== null || NOTHING.test(line);
    }
    if (leaf) parent = undefined;
    const [, first, eax, ebx, ecx, edx] = found;
    const [at, subleaf] = parent === undefined ? [word(first), 0] : [parent, Number(first)];
    if (builder.beginsAgain(at, subleaf)) builder.cpu(`CPU ${builder.count}`);
    builder.add(at, subleaf, { eax: word(eax), ebx: word(ebx), ecx: word(ecx), edx: word(edx) }, number);
    return true;
  };
}

export const kcpuid: DumpCodec = {
  id: "kcpuid",
  title: "kcpuid -r",
  fits: (head) => shareOfLines(head.replaceAll(NEUTRAL, ""), ANY),
  rank: 3,
  parse: (text) => readLines(text, reader()).end("kcpuid", "guest"),
};
