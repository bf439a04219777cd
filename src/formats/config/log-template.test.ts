import { expect, test } from "vitest";
import { openTemplate } from "./log-template.ts";

const args = (template: string, line: string) => openTemplate(template).match(line, 0)?.args;

test.each<[string, string, string, Readonly<Record<string, string>> | undefined]>([
  ["a place between fixed text", "got '{a}' here", "x got 'it' here", { a: "it" }],
  ["the nearest end of a place", "got '{a}' here", "got 'it' here and got 'that' here", { a: "it" }],
  ["a place at the end", "because {reason}", "because of all this", { reason: "of all this" }],
  ["a place of a known shape at the end", "unhandled rdmsr: {msr}", "unhandled rdmsr: 0x10a data 1", { msr: "0x10a" }],
  [
    "a place in front",
    "{option}: unsupported",
    "qemu: -machine pc,accel=kvm: unsupported",
    { option: "-machine pc,accel=kvm" },
  ],
  ["no place in front of another shape", "{option}: unsupported", "qemu: unsupported", undefined],
  ["two places side by side", '"{sign}{property}" and', '"-kvm-pv-eoi" and', { sign: "-", property: "kvm-pv-eoi" }],
  [
    "a place that may be empty",
    "{register}{dot}{name} [bit {bit}]",
    "EAX [bit 2]",
    { register: "EAX", dot: "", name: "", bit: "2" },
  ],
  ["no beginning inside a word", "kvm failed", "mykvm failed", undefined],
  ["no end inside a word", "requires KVM", "requires KVMX", undefined],
  ["no place of another line's length", "got '{a}' here", `got '${"x".repeat(500)}' here`, undefined],
  ["a quoted line's end", "because {reason}", `{"msg":"because of it","pos":1}`, { reason: "of it" }],
  ["closing marks that nothing opened", "because {reason}", `f("because of (it)')")`, { reason: "of (it)" }],
  ["quotes of its own at the end", "because {reason}", "because of 'it'", { reason: "of 'it'" }],
  ["no empty place at the end", "because {reason}", "because ", undefined],
])("%s", (_, template, line, expected) => {
  expect(args(template, line)).toEqual(expected);
});
