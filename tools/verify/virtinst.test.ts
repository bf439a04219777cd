import { describe, expect, it } from "vitest";
import { isUnknownName, programsOf, readNames, readPrinted } from "./virtinst.ts";

/** As virt-install and virt-xml 4.1.0 of Debian 12 printed it, the domain shortened. */
const DOMAIN = `<domain type="kvm">
  <name>flipbit-check</name>
  <features>
    <acpi/>
    <apic eoi="on"/>
  </features>
</domain>

`;
const HELP = `--clock options:
  clearxml
  xpath[0-9]*.create
  hpet_present
  hypervclock_present
  timer[0-9]*.catchup.limit

`;

const run = { status: 0, stdout: "", stderr: "", outOfTime: false };

describe("readPrinted", () => {
  it("reads the domain", () => {
    expect(readPrinted({ ...run, stdout: DOMAIN })).toMatchObject({
      domain: { name: "domain", children: [{ name: "name" }, { name: "features" }] },
    });
  });

  it("tells an unknown name from another refusal", () => {
    const unknown = { ...run, status: 1, stderr: "ERROR    Unknown --features options: ['hyperv.tlbflush.state']\n" };
    expect(readPrinted(unknown)).toEqual({ refusal: "Unknown --features options: ['hyperv.tlbflush.state']" });
    expect(isUnknownName("Unknown --features options: ['hyperv.tlbflush.state']")).toBe(true);
    const other = "hyperv.vapic.state must be 'yes' or 'no'";
    expect(readPrinted({ ...run, status: 1, stderr: `WARNING  No console\nERROR    ${other}\n` })).toEqual({
      refusal: other,
    });
    expect(isUnknownName(other)).toBe(false);
  });

  it("says so when nothing was said", () => {
    expect(readPrinted({ ...run, status: 2 })).toEqual({ refusal: "exit status 2" });
    expect(readPrinted({ ...run, status: null, outOfTime: true })).toEqual({ refusal: "out of time" });
  });
});

it("reads the names of a help text", () => {
  expect(readNames(HELP)).toEqual([
    "clearxml",
    "xpath[0-9]*.create",
    "hpet_present",
    "hypervclock_present",
    "timer[0-9]*.catchup.limit",
  ]);
});

it("finds virt-xml beside virt-install", () => {
  expect(programsOf("/opt/bin/run-virt-install")).toEqual({
    install: "/opt/bin/run-virt-install",
    xml: "/opt/bin/run-virt-xml",
  });
});
