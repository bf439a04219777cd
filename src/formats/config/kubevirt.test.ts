// KubeVirt's YAML: what is read, where, and that a change leaves the rest of the text as it was.
import { describe, expect, it } from "vitest";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { realCatalog } from "#testing/catalog.ts";
import { changed } from "#testing/config-round.ts";
import { readConfig } from "./index.ts";
import { kubevirt } from "./kubevirt.ts";

const catalog = realCatalog();
const read = (text: string): ConfigVm => {
  const document = readConfig(catalog, text);
  expect(document.kind).toBe("kubevirt");
  const [vm] = document.vms;
  if (!vm) throw new Error(`no VM: ${JSON.stringify(document.issues)}`);
  return vm;
};
const values = ({ vm }: ConfigVm): string[] => vm.overrides.map(({ property, value }) => `${property}=${value}`);
const marked = (text: string): string[] =>
  read(text).mentions.map(({ name, value, span }) => `${name}=${value}: ${text.slice(span.start, span.end)}`);
const make = (text: string, ...changes: Change[]): string | undefined =>
  changed(text, kubevirt.editTogether?.(catalog, text, read(text), changes)?.edits);
const on = (property: string, before?: string): Change => ({
  op: "set-property",
  property,
  value: "on",
  ...(before !== undefined && { before }),
});

/** After the Windows example of KubeVirt's user guide, "Hyper-V optimizations" (kubevirt.io/user-guide). */
const WINDOWS = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: win10 # the old one
spec:
  runStrategy: Always
  template:
    metadata:
      annotations:
        vm.kubevirt.io/os: windows10
    spec:
      domain:
        clock:
          utc: {}
          timer:
            hpet:
              present: false
            pit:
              tickPolicy: delay
            hyperv: {}
        cpu:
          cores: 2
          sockets: 2
          dedicatedCpuPlacement: true
          model: host-passthrough
          features:
            - name: invtsc
              policy: require
            - name: pcid
              policy: disable
        machine:
          type: q35
        features:
          acpi: {}
          hyperv:
            relaxed: {}   # always
            vapic:
              enabled: true
            spinlocks:
              spinlocks: 8191
            synictimer:
              direct: {}
            vendorid:
              vendorid: KVMKVMKVM
            reset:
              enabled: false
          kvm:
            hidden: true
        devices: {}
`;

describe("a whole object", () => {
  it("tells machine, CPU, features, timers, guest and pinning", () => {
    const vm = read(WINDOWS);
    expect(vm).toMatchObject({
      name: "win10",
      isWhole: true,
      tellsAccel: true,
      cpuMode: "host-passthrough",
      guest: "windows",
      isPinned: true,
      timers: { hpet: false, pit: true },
      vm: { machine: "q35", cpu: "host", accel: "kvm", vcpus: 4 },
    });
    expect(values(vm)).toEqual([
      "hv-time=on",
      "invtsc=on",
      "pcid=off",
      "hv-relaxed=on",
      "hv-vapic=on",
      "hv-spinlocks=8191",
      "hv-stimer=on",
      "hv-stimer-direct=on",
      "hv-vendor-id=KVMKVMKVM",
      "hv-reset=off",
      "kvm=off",
      "kvm-hint-dedicated=on",
      "hv-synic=on",
      "hv-vpindex=on",
    ]);
    expect(vm.addedByTool).toEqual(["kvm-hint-dedicated", "hv-synic", "hv-vpindex"]);
  });

  it("marks the tokens", () => {
    expect(marked(WINDOWS)).toEqual([
      "guest=windows: windows10",
      "hpet=off: hpet",
      "pit=on: pit",
      "hv-time=on: hyperv: {}",
      "smp=2: 2",
      "smp=2: 2",
      "cpu=host-passthrough: host-passthrough",
      "invtsc=on: invtsc",
      "pcid=off: pcid",
      "machine=q35: q35",
      "hv-relaxed=on: relaxed: {}",
      "hv-vapic=on: vapic",
      "hv-spinlocks=8191: spinlocks",
      "hv-stimer=on: synictimer",
      "hv-stimer-direct=on: direct: {}",
      "hv-vendor-id=KVMKVMKVM: vendorid",
      "hv-reset=off: reset",
      "kvm=off: hidden: true",
    ]);
  });

  it.each<[string, Change[], string, string]>([
    [
      "adds in front",
      [on("hv-vpindex", "hv-vapic")],
      "            vapic:\n",
      "            vpindex: {}\n            vapic:\n",
    ],
    [
      "adds at the end",
      [on("hv-ipi")],
      "              enabled: false\n",
      "              enabled: false\n            ipi: {}\n",
    ],
    ["switches on", [on("hv-reset")], "              enabled: false\n", "              enabled: true\n"],
    [
      "gives a value",
      [{ op: "set-property", property: "hv-spinlocks", value: "0xfff" }],
      "spinlocks: 8191",
      "spinlocks: 4095",
    ],
    [
      "removes with its lines",
      [{ op: "remove-property", property: "hv-spinlocks" }],
      "            spinlocks:\n              spinlocks: 8191\n",
      "",
    ],
    [
      "removes with its comment",
      [{ op: "remove-property", property: "hv-relaxed" }],
      "            relaxed: {}   # always\n",
      "",
    ],
    [
      "removes the last",
      [{ op: "remove-property", property: "hv-reset" }],
      "            reset:\n              enabled: false\n",
      "",
    ],
    ["shows KVM", [on("kvm")], "hidden: true", "hidden: false"],
    ["sets a CPU flag", [on("pcid")], "policy: disable", "policy: require"],
    [
      "adds a CPU flag",
      [on("pdpe1gb")],
      "              policy: disable\n",
      "              policy: disable\n            - name: pdpe1gb\n              policy: require\n",
    ],
    [
      "removes a CPU flag",
      [{ op: "remove-property", property: "invtsc" }],
      "            - name: invtsc\n              policy: require\n",
      "",
    ],
    ["sets the model", [{ op: "set-cpu", model: "EPYC" }], "model: host-passthrough", "model: EPYC"],
    ["sets the machine type", [{ op: "set-machine", machine: "pc-q35-9.2" }], "type: q35", "type: pc-q35-9.2"],
    ["switches a timer", [{ op: "set-timer", timer: "hpet", present: true }], "present: false", "present: true"],
    [
      "adds a timer",
      [{ op: "set-timer", timer: "rtc", present: false }],
      "            hyperv: {}\n",
      "            hyperv: {}\n            rtc:\n              present: false\n",
    ],
  ])("%s", (_, changes, before, after) => {
    expect(WINDOWS.split(before)).toHaveLength(2);
    expect(make(WINDOWS, ...changes)).toBe(WINDOWS.replace(before, after));
  });

  it("cannot take away what the cluster adds, nor say what has no field", () => {
    expect(make(WINDOWS, { op: "remove-property", property: "hv-synic" })).toBeUndefined();
    expect(make(WINDOWS, on("hv-xmm-input"))).toBeUndefined();
    expect(make(WINDOWS, { op: "set-option", option: "kernel-irqchip", value: "split" })).toBeUndefined();
  });

  it("keeps line ends, and makes what several changes need once", () => {
    const text = "kind: VirtualMachineInstance\r\nspec:\r\n    domain:\r\n        devices: {}\r\n";
    const made = [
      "        features:",
      "            hyperv:",
      "                relaxed: {}",
      "                vapic: {}",
      "        clock:",
      "            utc: {}",
      "            timer:",
      "                hyperv: {}",
    ];
    expect(make(text, on("hv-relaxed"), on("hv-time"), on("hv-vapic"))).toBe(
      text + made.map((line) => `${line}\r\n`).join(""),
    );
  });
});

describe("parts", () => {
  const forum = "hyperv: {vapic: {}, synictimer: {direct: {}}, evmcs: {enabled: true}}";

  it("a line of a forum post becomes what was recommended there", () => {
    expect(values(read(forum))).toEqual(["hv-vapic=on", "hv-stimer=on", "hv-stimer-direct=on", "hv-evmcs=on"]);
    expect(read(forum)).toMatchObject({ isWhole: false, tellsAccel: false, addedByTool: [] });
    expect(
      make(
        forum,
        { op: "remove-property", property: "hv-evmcs" },
        on("hv-relaxed", "hv-vapic"),
        on("hv-vpindex", "hv-stimer"),
        on("hv-synic", "hv-stimer"),
        on("hv-time", "hv-stimer"),
        { op: "set-timer", timer: "hpet", present: false },
      ),
    ).toBe(
      "hyperv: {relaxed: {}, vapic: {}, vpindex: {}, synic: {}, synictimer: {direct: {}}}\n" +
        "clock: {utc: {}, timer: {hyperv: {}, hpet: {present: false}}}",
    );
  });

  it.each<[string, string, Change, string | undefined]>([
    [
      "features",
      "features:\n  hyperv:\n    relaxed: {}\n",
      on("hv-vapic"),
      "features:\n  hyperv:\n    relaxed: {}\n    vapic: {}\n",
    ],
    ["an empty map", "features:\n  hyperv: {}\n", on("hv-vapic"), "features:\n  hyperv: {vapic: {}}\n"],
    [
      "nothing behind a key",
      "features:\n  hyperv: # none yet\n",
      on("hv-vapic"),
      "features:\n  hyperv: # none yet\n    vapic: {}\n",
    ],
    ["a key that is null", "hyperv:\n  vapic:\n  ipi: {}\n", on("hv-vapic"), "hyperv:\n  vapic: {}\n  ipi: {}\n"],
    [
      "the clock",
      "clock:\n  timer:\n    hpet: {present: false}\n",
      on("hv-time"),
      "clock:\n  timer:\n    hpet: {present: false}\n    hyperv: {}\n",
    ],
    ["timers have no place for features", "timer:\n  hpet: {}\n", on("hv-vapic"), undefined],
    ["children of hyperv", "vapic: {}\nrelaxed: {}\n", on("hv-ipi"), "vapic: {}\nrelaxed: {}\nipi: {}\n"],
    [
      "JSON",
      '{"features": {"hyperv": {"vapic": {}}}}',
      on("hv-relaxed", "hv-vapic"),
      '{"features": {"hyperv": {"relaxed": {}, "vapic": {}}}}',
    ],
    [
      "JSON on several lines",
      '{"hyperv": {\n    "vapic": {},\n    "ipi": {}\n  }\n}',
      on("hv-relaxed"),
      '{"hyperv": {\n    "vapic": {},\n    "ipi": {},\n    "relaxed": {}\n  }\n}',
    ],
    [
      "the CPU",
      "domain: {cpu: {model: host-model}}",
      on("pcid"),
      "domain: {cpu: {model: host-model, features: [{name: pcid, policy: require}]}}",
    ],
    [
      "a quoted value",
      "cpu:\n  model: 'EPYC'\nfeatures: {}\n",
      { op: "set-cpu", model: "EPYC-Rome" },
      "cpu:\n  model: 'EPYC-Rome'\nfeatures: {}\n",
    ],
    [
      "off in a map that has more",
      "hyperv: {synictimer: {direct: {}}}",
      { op: "set-property", property: "hv-stimer", value: "off" },
      "hyperv: {synictimer: {direct: {}, enabled: false}}",
    ],
    [
      "the first of several",
      "hyperv: {evmcs: {}, vapic: {}}",
      { op: "remove-property", property: "hv-evmcs" },
      "hyperv: {vapic: {}}",
    ],
    [
      "an unknown field",
      "hyperv: {stimer: {}}",
      { op: "rename", mention: 0, to: "hv-stimer" },
      "hyperv: {synictimer: {}}",
    ],
  ])("%s", (_, text, change, after) => {
    expect(make(text, change)).toBe(after);
  });

  it("host-model is a mode, not a model", () => {
    expect(read("domain: {cpu: {model: host-model}}")).toMatchObject({ cpuMode: "host-model", vm: { cpu: "" } });
  });

  it("a field that KubeVirt does not have is marked so", () => {
    expect(read("hyperv: {stimer: {}}").mentions).toMatchObject([
      { name: "stimer", note: expect.stringMatching(/no such field/) },
    ]);
  });
});

describe("several", () => {
  const text = `apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachineInstancetype
metadata: {name: small}
spec:
  cpu:
    guest: 4
    dedicatedCPUPlacement: true
---
apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachinePreference
metadata: {name: windows.11}
spec:
  features:
    preferredHyperv:
      relaxed: {}
  clock:
    preferredTimer:
      hyperv: {}
---
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: mine}
spec:
  preference: {name: windows.11}
  template: {spec: {domain: {devices: {}, clock: {timer: {}}}}}
`;

  it("reads each", () => {
    const { vms } = readConfig(catalog, text);
    expect(vms.map(({ name, vm, guest, isWhole }) => [name, vm.vcpus, guest, isWhole])).toEqual([
      ["small", 4, undefined, false],
      ["windows.11", undefined, "windows", false],
      ["mine", undefined, "windows", true],
    ]);
    expect(vms.map(({ isPinned }) => isPinned)).toEqual([true, undefined, undefined]);
    expect(values(vms[1]!)).toEqual(["hv-relaxed=on", "hv-time=on"]);
    expect(vms[2]!.addedByTool).toContain("hv-vapic");
    expect(vms[2]!.addedByTool).not.toContain("hv-time");
  });

  it("writes into a preference in its names", () => {
    const { vms } = readConfig(catalog, text);
    const edits = kubevirt.editTogether?.(catalog, text, vms[1]!, [on("kvm-pv-unhalt"), on("hv-vapic")])?.edits;
    expect(changed(text, edits)).toBe(
      text.replace("      relaxed: {}\n", "      relaxed: {}\n      vapic: {}\n    preferredPvspinlock: {}\n"),
    );
  });
});

describe("what is wrong", () => {
  it.each([
    ["a syntax error", "features: {hyperv: {vapic: {}\nspec: [", "yaml-syntax"],
    ["a key twice", "hyperv: {vapic: {}, vapic: {enabled: false}}", "duplicate-key"],
    ["an alias", "x: &a {}\nhyperv: {vapic: *a}", "alias"],
    ["a shape", "hyperv: {vapic: 5}", "shape"],
    ["too long", `hyperv: {}\n${"#".repeat(1_000_000)}`, "too-large"],
    ["too deep", `hyperv: ${"[".repeat(5_000)}`, "too-deep"],
    ["an alias bomb", `hyperv: {}\na: [${"*a, ".repeat(20_000)}]`, "too-many-aliases"],
    ["nothing of a machine", "domain: 5", "no-machine"],
  ])("%s", (_, text, rule) => {
    const { issues } = readConfig(catalog, text, "kubevirt");
    expect(issues.map((issue) => issue.rule)).toContain(rule);
  });

  it("of a key that is there twice the last one counts", () => {
    expect(values(read("hyperv: {vapic: {}, vapic: {enabled: false}}"))).toEqual(["hv-vapic=off"]);
  });
});
