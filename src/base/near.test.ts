import { expect, test } from "vitest";
import { didYouMean, nearNames } from "./near.ts";

const names = ["debian-11", "debian-12", "debian-13", "rhel-9.4", "ubuntu-24.04"];

test.each([
  ["debain-12", ["debian-12", "debian-11", "debian-13"]],
  ["Debian-12", ["debian-12", "debian-11", "debian-13"]],
  ["ubuntu", ["ubuntu-24.04"]],
  ["windows", []],
  ["", []],
])("near %j", (written, expected) => expect(nearNames(written, names)).toEqual(expected));

test.each([
  ["rhel-9.5", "; did you mean rhel-9.4?"],
  ["debian-1", "; did you mean debian-11, debian-12 or debian-13?"],
  ["windows", ""],
])("%j", (written, sentence) => expect(didYouMean(written, names)).toBe(sentence));
