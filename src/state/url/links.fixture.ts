// Link shapes of every release, and what each opens as. A row is never removed: a link that was shared must open for ever.
import type { Selection } from "#engine/selection.ts";
import { DEFAULT_TABLE } from "../table-view.ts";
import type { ViewState } from "../view.ts";

export interface LinkCase {
  readonly link: string;
  readonly selection?: Partial<Omit<Selection, "host">>;
  readonly host?: Partial<Selection["host"]>;
  readonly view?: Partial<ViewState>;
  /** The keys that are reported, where something is. */
  readonly reports?: readonly string[];
}

export const LINKS: readonly LinkCase[] = [
  { link: "" },
  { link: "#v=1" },
  {
    link: "#v=1&view=matrix&machine=pc-q35-9.2&cpu=Skylake-Server-v5&host=linux-6.12&set=+hv-time,-kvm-pv-eoi",
    selection: {
      machine: "pc-q35-9.2",
      cpu: "Skylake-Server-v5",
      overrides: [
        { property: "hv-time", form: "plus", value: "on" },
        { property: "kvm-pv-eoi", form: "minus", value: "off" },
      ],
    },
    host: { platform: undefined, kernel: "6.12" },
  },
  // Chat programs escape what need not be escaped.
  {
    link: "#v=1&set=%2Bhv-time%2C-kvm-pv-eoi",
    selection: {
      overrides: [
        { property: "hv-time", form: "plus", value: "on" },
        { property: "kvm-pv-eoi", form: "minus", value: "off" },
      ],
    },
  },
  {
    link: "#v=1&set=hv-vendor-id=a,,b%26c,hv-spinlocks=0x1fff,hv-relaxed",
    selection: {
      overrides: [
        { property: "hv-vendor-id", form: "value", value: "a,b&c" },
        { property: "hv-spinlocks", form: "value", value: "0x1fff" },
        { property: "hv-relaxed", form: "value", value: "on" },
      ],
    },
  },
  { link: "#v=1&host=rhel-9.6&vendor=amd&hyperv=off", host: { platform: "rhel-9.6", vendor: "amd", hyperv: false } },
  {
    link: "#v=1&host=linux-5.4.273&qemu=7.2&libvirt=9.0",
    host: { platform: undefined, kernel: "5.4.273", qemu: "7.2", libvirt: "9.0" },
  },
  { link: "#v=1&host=debian-12&kernel=6.12", host: { platform: "debian-12", kernel: "6.12" } },
  { link: "#v=1&kvm-xen=on&smt=off", host: { xen: true, smt: false } },
  {
    link: "#v=1&accel=tcg&irqchip=split&xen=0x4000a&cpu-pm=on&vcpus=8",
    selection: { accel: "tcg", irqchip: "split", xenVersion: 0x4000a, cpuPm: true, vcpus: 8 },
  },
  {
    link: "#v=1&global=EPYC-x86_64-cpu.kvm-pv-eoi=off;kvmclock.x=1",
    selection: {
      globals: [
        { driver: "EPYC-x86_64-cpu", property: "kvm-pv-eoi", value: "off" },
        { driver: "kvmclock", property: "x", value: "1" },
      ],
    },
  },
  {
    link: "#v=1&view=cpuid&focus=0x40000001:eax:14&leaf=0x7.1",
    view: {
      name: "cpuid",
      focus: { kind: "bit", leaf: 0x40000001, subleaf: 0, register: "eax", bit: 14 },
      leaf: "0x7.1",
    },
  },
  {
    link: "#v=1&view=cpuid&focus=0x7.1:eax:4",
    view: { name: "cpuid", focus: { kind: "bit", leaf: 7, subleaf: 1, register: "eax", bit: 4 } },
  },
  { link: "#v=1&focus=0x7.1.1:eax:4", reports: ["focus"] },
  { link: "#v=1&view=cpuid&against=defaults", view: { name: "cpuid", against: "defaults" } },
  { link: "#v=1&view=cpuid&against=machine:pc-q35-6.2", view: { name: "cpuid", against: "machine:pc-q35-6.2" } },
  {
    link: "#v=1&view=cpuid&against=vm:v=1%26cpu=EPYC%26set=+hv-time",
    view: { name: "cpuid", against: "vm:v=1&cpu=EPYC&set=+hv-time" },
  },
  { link: "#v=1&against=machine:", reports: ["against"] },
  { link: "#v=1&focus=hv-time&guest=windows", view: { focus: { kind: "feature", id: "hv-time" }, guest: "windows" } },
  {
    link: "#v=1&view=snippets&format=kubevirt-vmi&target=0.40.0",
    view: { name: "snippets", format: "kubevirt-vmi", target: "0.40.0" },
  },
  {
    link: "#v=1&view=snippets&format=nova&diff=defaults",
    view: { name: "snippets", format: "nova", diff: "defaults" },
  },
  { link: "#v=1&view=snippets&diff=yesterday", view: { name: "snippets" }, reports: ["diff"] },
  { link: "#v=1&view=snippets&format=libvirt-domain", view: { name: "snippets", format: "libvirt-domain" } },
  { link: "#v=1&rows=machine&cells=feature", view: { table: { ...DEFAULT_TABLE, rows: "machine", cells: "feature" } } },
  {
    link: "#v=1&rows=cpu&columns=feature&fold=off&differs=on&newest=on&states=opt-in,unknown&since=2020&today=2023-04-05",
    view: {
      table: {
        ...DEFAULT_TABLE,
        rows: "cpu",
        columns: "feature",
        fold: false,
        differs: true,
        newest: true,
        states: ["opt-in", "unknown"],
        since: "2020",
        today: "2023-04-05",
      },
    },
  },
  {
    link: "#v=1&rows=machine&count=hyperv&pick-rows=@pc-q35,microvm&pin-rows=pc-q35-7.2&pin-columns=debian-12&sort=-linux-6.1&open-columns=fedora&mark=pc-q35-7.2|rhel-9.6",
    view: {
      table: {
        ...DEFAULT_TABLE,
        rows: "machine",
        families: ["hyperv"],
        pickedRows: ["@pc-q35", "microvm"],
        pinnedRows: ["pc-q35-7.2"],
        pinnedColumns: ["debian-12"],
        sort: "-linux-6.1",
        toggledColumns: ["fedora"],
        mark: "pc-q35-7.2|rhel-9.6",
      },
    },
  },
  { link: "#v=1&rows=kernel&states=maybe&since=soon", reports: ["rows", "states", "since"] },
  { link: "#v=1&view=catalogue", view: { name: "catalogue" } },
  {
    link: "#v=1&view=catalogue&page=feature:kvm-asyncpf-int",
    view: { name: "catalogue", page: "feature:kvm-asyncpf-int" },
  },
  { link: "#v=1&view=catalogue&page=host:rhel-9.6", view: { name: "catalogue", page: "host:rhel-9.6" } },
  {
    link: "#v=1&view=catalogue&find=async%20page&only=family:kvm,libvirt:no",
    view: { name: "catalogue", find: "async page", only: "family:kvm,libvirt:no" },
  },
  {
    link: "#v=1&view=explain&pasted-guest=windows&migrates=on&fleet-vendors=intel,amd&host-cpu=EPYC",
    view: {
      name: "explain",
      explain: { guest: "windows", wantMigration: true, vendors: ["intel", "amd"], hostCpu: "EPYC" },
    },
  },
  { link: "#v=1&pasted-guest=beos&fleet-vendors=via", reports: ["pasted-guest", "fleet-vendors"] },
  { link: "#v=1&page=feature:", reports: ["page"] },
  { link: "#v=1&machine=&cpu=", selection: { machine: "", cpu: "" } },
  // Broken ones fall back, and say where.
  { link: "#v=1&view=explode&accel=hvf&vcpus=-1", reports: ["view", "accel", "vcpus"] },
  { link: "#v=1&focus=0x40000001:eax:32", reports: ["focus"] },
  { link: "#v=1&set=+a=b", reports: ["set"] },
  { link: "#v=2&machine=pc-i440fx-9.2", selection: { machine: "pc-i440fx-9.2" }, reports: ["v"] },
  { link: "#v=1&lesson=3&machine=pc-i440fx-9.2", selection: { machine: "pc-i440fx-9.2" }, reports: ["lesson"] },
  { link: "#%E0%A4%A", reports: ["%E0%A4%A"] },
];
