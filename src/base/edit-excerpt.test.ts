import { describe, expect, it } from "vitest";
import { excerptsOf, type Excerpt } from "./edit-excerpt.ts";

const MARKS = { same: "", removed: "-", added: "+" } as const;
const shown = ({ line, pieces }: Excerpt): string =>
  `${line}: ${pieces.map(({ kind, text }) => (kind === "same" ? text : `[${MARKS[kind]}${text}]`)).join("")}`;

describe("excerpts of edits", () => {
  it("show what is put and taken with what stands around it", () => {
    const text = "first\n-cpu host,hv_stimer,kvm=off\nlast";
    const at = text.indexOf("hv_stimer");
    const off = text.indexOf(",kvm");
    const edits = [
      { start: off, end: off + 8, text: "" },
      { start: at, end: at, text: "hv_time," },
      { start: at, end: at, text: "hv_synic," },
    ];
    expect(excerptsOf(text, edits).map(shown)).toEqual(["2: -cpu host,[+hv_time,hv_synic,]hv_stimer[-,kvm=off]"]);
  });

  it("of edits far from each other stand apart, and long lines are cut", () => {
    const text = `${"a".repeat(100)}X${"b".repeat(100)}Y\nZ`;
    const edits = [...text].flatMap((mark, at) => (/[XYZ]/.test(mark) ? [{ start: at, end: at + 1, text: "+" }] : []));
    const around = "a".repeat(28);
    const [first, second, third] = excerptsOf(text, edits).map(shown);
    expect(first).toBe(`1: …${around}[-X][++]${"b".repeat(28)}…`);
    expect(second).toBe(`1: …${"b".repeat(28)}[-Y][++]`);
    expect(third).toBe("2: [-Z][++]");
  });
});
