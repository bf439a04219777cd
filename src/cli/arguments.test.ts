import { describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";

const words = (line: string): string[] => line.split(" ").filter((word) => word !== "");

describe("reads", () => {
  test.each([
    ["--help", { kind: "help", topic: "flipbit" }],
    ["predict --help", { kind: "help", topic: "predict" }],
    ["predict -h --qemu 1", { kind: "help", topic: "predict" }],
    ["--version", { kind: "version" }],
    ["export --help", { kind: "help", topic: "export" }],
    ["export --list-formats", { kind: "formats" }],
    ["predict --batch -", { kind: "batch", file: "-" }],
    ["predict --batch a.jsonl --format json", { kind: "batch", file: "a.jsonl" }],
  ])("%s", (line, value) => expect(readArguments(words(line))).toEqual({ ok: true, value }));

  test("everything behind -- is QEMU's", () => {
    const line = "predict --qemu 11.1 --kernel=6.12 --vendor amd --no-hyperv --format text -- -cpu EPYC --help -- x";
    expect(readArguments(words(line))).toMatchObject({
      ok: true,
      value: {
        kind: "predict",
        format: "text",
        request: {
          qemu: "11.1",
          kernel: "6.12",
          vendor: "amd",
          hyperv: false,
          args: ["-cpu", "EPYC", "--help", "--", "x"],
        },
      },
    });
  });

  test("one quoted word is a command line", () => {
    const read = readArguments(["predict", "--", "-machine q35 -cpu EPYC"]);
    expect(read).toMatchObject({ value: { request: { args: "-machine q35 -cpu EPYC" } } });
  });
});

describe("refuses", () => {
  test.each([
    ["", "no command given"],
    ["predct", 'unknown command "predct"; did you mean predict?'],
    ["predict", "no QEMU arguments; they go behind --"],
    ["predict x -- -cpu EPYC", 'what is "x"?'],
    ["predict --kernal 5 -- -cpu EPYC", "unknown option --kernal; did you mean --kernel?"],
    ["predict -cpu EPYC", "unknown option -c; QEMU's own options go behind --"],
    ["predict --qemu", "--qemu needs a value"],
    ["predict --qemu --kernel 5", "--qemu needs a value"],
    ["predict --no-hyperv=yes -- -cpu EPYC", "--no-hyperv"],
    ["predict --format xml -- -cpu EPYC", '--format: no format "xml"; it is json or text'],
    ["predict --batch a --qemu 5 --no-hyperv", "--qemu, --no-hyperv: with --batch each line says that itself"],
    ["predict --batch a -- -cpu EPYC", "QEMU arguments behind --"],
    ["predict --batch a --format text", "--format text"],
    ["predict --to json -- -cpu EPYC", "--to: predict has no such option"],
    ["export --batch a", "--batch: export has no such option"],
    ["export -- -cpu EPYC", "--to: missing"],
    ["export --to json", "no QEMU arguments; they go behind --"],
    ["export --to json --format xml -- -cpu EPYC", "it is json or text"],
  ])("%j: %s", (line, message) => {
    const read = readArguments(words(line));
    expect(read.ok ? [] : read.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
  });
});
