import { describe, expect, it } from "vitest";
import { parseElement } from "#formats/xml.ts";
import { realCatalog } from "#testing/catalog.ts";
import {
  argumentsOf,
  elementFor,
  hasElement,
  likelyOptions,
  namesSet,
  optionOf,
  turned,
  xpathsOf,
} from "./virtinst-options.ts";

const feature = (id: string): NonNullable<ReturnType<ReturnType<typeof realCatalog>["featureById"]["get"]>> => {
  const found = realCatalog().featureById.get(id);
  if (!found) throw new Error(`no feature ${id}`);
  return found;
};

/** Parts of what virt-install wrote: 5.1.0 for a Windows guest, and 4.1.0 for `--panic`. */
const DOMAIN = parseElement(`<domain type="kvm">
  <features>
    <acpi/>
    <apic/>
    <hyperv>
      <relaxed state="on"/>
      <spinlocks state="on" retries="8191"/>
      <stimer state="on">
        <direct state="on"/>
      </stimer>
    </hyperv>
  </features>
  <clock offset="localtime">
    <timer name="rtc" tickpolicy="catchup"/>
    <timer name="hypervclock" present="yes"/>
  </clock>
  <devices><panic model="hyperv"/></devices>
</domain>`);

describe("hasElement", () => {
  it.each([
    ["features", "<apic/>", true],
    ["features", "<apic eoi='on'/>", false],
    ["features/hyperv", "<relaxed state='on'/>", true],
    ["features/hyperv", "<relaxed state='off'/>", false],
    ["features/hyperv", "<stimer state='on'><direct state='on'/></stimer>", true],
    ["features/hyperv", "<stimer state='on'><direct state='off'/></stimer>", false],
    ["features/kvm", "<relaxed state='on'/>", false],
    ["clock", "<timer name='hypervclock' present='yes'/>", true],
    ["clock", "<timer name='kvmclock' present='yes'/>", false],
    ["devices", "<panic model='hyperv'/>", true],
  ])("%s %s: %s", (path, xml, expected) => {
    expect(hasElement(DOMAIN, path, xml)).toBe(expected);
  });
});

describe("an option of the catalogue", () => {
  it("is that of its feature, where a row serves several", () => {
    expect(optionOf("--features hyperv.NAME.state=on", feature("hv-vapic"))).toBe("--features hyperv.vapic.state=on");
  });

  it("is turned by its word", () => {
    expect(turned("--features kvm.hidden.state=on")).toBe("--features kvm.hidden.state=off");
    expect(turned("--clock kvmclock_present=yes")).toBe("--clock kvmclock_present=no");
    expect(turned("--panic model=hyperv")).toBeUndefined();
  });

  it("writes the element with the same word, which switches KVM off where it hides it", () => {
    expect(elementFor("--features kvm.hidden.state=on", feature("kvm"))).toBe("<hidden state='on'/>");
    expect(elementFor("--clock kvmclock_present=no", feature("kvmclock"))).toContain("present='no'");
    expect(elementFor("--features hyperv.stimer.direct.state=off", feature("hv-stimer-direct"))).toBe(
      "<stimer state='on'><direct state='off'/></stimer>",
    );
    expect(elementFor("--panic model=hyperv", feature("hv-crash"))).toBe("<panic model='hyperv'/>");
  });

  it("becomes arguments, one for each kind", () => {
    expect(argumentsOf(["--features a.b=on", "--clock c=yes", "--features d=1,e=2"])).toEqual([
      "--features",
      "a.b=on,d=1,e=2",
      "--clock",
      "c=yes",
    ]);
    expect(namesSet("--features a.b=on,d=1")).toEqual(["--features a.b", "--features d"]);
  });
});

it("writes an element by paths, and guesses the names that it would have", () => {
  expect(xpathsOf("features/hyperv", "<vendor_id state='on' value='KVM Hv'/>")).toEqual([
    "./features/hyperv/vendor_id/@state=on",
    "./features/hyperv/vendor_id/@value=KVM Hv",
  ]);
  expect(likelyOptions("features/hyperv", "<vendor_id state='on' value='KVM Hv'/>")).toEqual([
    "--features hyperv.vendor_id.state=on",
    "--features hyperv.vendor_id.value=KVM Hv",
  ]);
  expect(likelyOptions("features", "<hyperv mode='passthrough'/>")).toEqual(["--features hyperv.mode=passthrough"]);
});
