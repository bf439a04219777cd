// The command lines that every run starts, grouped by the rule that each one shows. Names that a release lacks are part of it.

import { words } from "./words.ts";

const q35 = (cpu: string, machine = ""): string => `-machine q35,accel=kvm${machine} -cpu ${cpu}`;
const epyc = (flags: string, machine = ""): string => q35(`EPYC,${flags}`, machine);
const on = (type: string, cpu = "EPYC", accel = "kvm"): string => `-machine ${type},accel=${accel} -cpu ${cpu}`;

const HYPERV_USUAL =
  "hv-relaxed,hv-vapic,hv-spinlocks=0x1fff,hv-vpindex,hv-runtime,hv-time,hv-synic,hv-stimer,hv-tlbflush,hv-ipi,hv-frequencies,hv-reset";

const LINES: Readonly<Record<string, readonly string[]>> = {
  "default sets by kind of model": ["EPYC", "qemu64", "kvm64", "Skylake-Server", "base", "max", "host"].map((cpu) =>
    q35(cpu),
  ),
  "defaults switched off": words(
    "kvmclock kvmclock-stable-bit kvm-nopiodelay kvm-asyncpf kvm-steal-time kvm-pv-eoi",
  ).map((name) => epyc(`${name}=off`)),
  "opt-in bits": words(`
    kvm-pv-unhalt kvm-pv-tlb-flush kvm-pv-ipi kvm-poll-control kvm-pv-sched-yield
    kvm-asyncpf-int kvm-asyncpf-vmexit kvm-msi-ext-dest-id kvm-hint-dedicated kvm-mmu`).map((name) =>
    epyc(`${name}=on`),
  ),
  "signs, order and old spellings": [
    epyc("-kvm-pv-eoi,+kvm-pv-eoi"),
    epyc("+kvm-pv-unhalt,kvm-pv-unhalt=off"),
    epyc("kvm_pv_unhalt=on,kvm_asyncpf=off"),
    epyc("hv_relaxed,hv_spinlocks=0x1fff,hv_vapic,hv_time"),
  ],
  "hiding KVM": [epyc("kvm=off"), epyc("kvm=off,+kvm-pv-unhalt"), epyc("-hypervisor"), epyc("kvm=off,hv-relaxed")],
  "machine types and what they pin": words(`
    pc-i440fx-2.0 pc-i440fx-2.4 pc-q35-2.8 pc-q35-4.0 pc-q35-5.1 pc-q35-7.2
    microvm isapc pc q36`).map((type) => on(type)),
  "leaves that a CPU does not announce": [
    on("q35", "base,+hypervisor"),
    on("pc-i440fx-2.1", "base,+hypervisor"),
    on("pc-q35-2.7", "base,+hypervisor,+x2apic"),
    on("pc-q35-2.7", "base,+hypervisor,level=1"),
    on("pc-q35-2.7", "base,+hypervisor,min-level=1"),
    on("pc-q35-2.8", "base,+hypervisor"),
    on("q35", "base,+hypervisor,level=0"),
  ],
  "versions of CPU models": [on("q35", "EPYC-v3"), on("pc-q35-4.0", "EPYC-IBPB"), on("microvm", "Skylake-Server")],
  "interrupt controller": [
    q35("EPYC", ",kernel-irqchip=split"),
    q35("EPYC", ",kernel-irqchip=off"),
    epyc("+kvm-msi-ext-dest-id", ",kernel-irqchip=split"),
    epyc("hv-vpindex,hv-synic", ",kernel-irqchip=off"),
    epyc("x2apic=off", ",kernel-irqchip=split"),
    on("pc-q35-5.1,kernel-irqchip=split"),
  ],
  "vCPUs that keep their core": [`${q35("EPYC")} -overcommit cpu-pm=on`, `${q35("host")} -overcommit cpu-pm=on`],
  "limits on what a guest may use": [epyc("kvm-pv-enforce-cpuid=on"), epyc("hv-relaxed,hv-enforce-cpuid")],
  enforce: [epyc("enforce,+kvm-asyncpf-int"), on("q35", "base,enforce,+kvm-pv-eoi"), epyc("check=off,+kvm-mmu")],
  "Hyper-V flags alone": words(`
    hv-relaxed hv-vapic hv-spinlocks=0x1fff hv-vpindex hv-runtime hv-crash hv-time hv-reset
    hv-frequencies hv-reenlightenment hv-avic hv-xmm-input hv-emsr-bitmap hv-evmcs hv-synic
    
    hv-stimer
    hv-tlbflush
    hv-ipi
    hv-no-nonarch-coresharing=on
    hv-vendor-id=whatever
    hv-passthrough
    `).map((flag) => epyc(flag)),
  "Hyper-V flags together": [
    epyc("hv-vpindex,hv-synic,hv-time,hv-stimer,hv-stimer-direct"),
    epyc("hv-vpindex,hv-tlbflush,hv-tlbflush-ext"),
    epyc("hv-vapic,hv-tlbflush-direct"),
    epyc("hv-relaxed,hv-time,hv-vapic,hv-vpindex,hv-synic,hv-runtime,hv-stimer,hv-syndbg"),
    epyc("hv-relaxed,hv-version-id-build=0x4a61,hv-version-id-major=10"),
    epyc("hv-relaxed,hv-no-nonarch-coresharing=auto"),
    epyc(HYPERV_USUAL),
    epyc(`kvm=off,${HYPERV_USUAL}`),
    epyc(`${HYPERV_USUAL},+kvm-pv-unhalt`),
    `${epyc(HYPERV_USUAL)} -smp 2`,
    on("pc-i440fx-5.2", "EPYC,hv-relaxed,hv-vpindex,hv-synic"),
  ],
  "names and values that QEMU refuses": [
    epyc("hv-vgindex"),
    epyc("hv-spinlocks"),
    epyc("hv-spinlocks=abc"),
    epyc("hv-relaxed,hv-vendor-id=abcdefghijklmnop"),
    epyc("kvm-pv-eoi=maybe"),
    epyc("+nosuch"),
    on("q35", "nosuch"),
    on("q35", "Icelake-Client"),
  ],
  "Xen emulation": [
    "-machine q35 -accel kvm,xen-version=0x4000a,kernel-irqchip=split -cpu EPYC",
    "-machine q35 -accel kvm,xen-version=0x4000a -cpu EPYC",
    "-machine q35 -accel kvm,xen-version=0x40011,kernel-irqchip=split -cpu EPYC,+xen-vapic,hv-relaxed",
  ],
  "VMware's timing leaf": [epyc("+invtsc,vmware-cpuid-freq=off"), epyc("+invtsc,tsc-frequency=2000000000")],
  "-global": [
    `-global EPYC-x86_64-cpu.kvm-pv-unhalt=on ${q35("EPYC")}`,
    `-global cpu.kvmclock=off ${q35("EPYC,kvmclock=on")}`,
  ],
  "several vCPUs": [
    `${on("q35", "EPYC", "tcg")} -smp 3`,
    `${on("pc", "qemu64,-ht", "tcg")} -smp 4,sockets=2`,
    `${on("q35", "Skylake-Client", "tcg")} -smp 2`,
    `${on("q35", "qemu64,vendor=GenuineIntel", "tcg")} -smp 3`,
    `${on("q35", "EPYC", "tcg")} -smp 2,sockets=2`,
    `${on("microvm", "qemu64", "tcg")} -smp 2`,
    `${on("pc-q35-6.1", "EPYC", "tcg")} -smp 3`,
    `${on("pc-q35-6.1", "Skylake-Client", "tcg")} -smp 4,threads=2`,
  ],
  TCG: [
    on("q35", "EPYC", "tcg"),
    on("q35", "max", "tcg"),
    on("q35", "EPYC,hv-relaxed,kvm-pv-eoi=on", "tcg"),
    on("q35", "EPYC,hv-vpindex", "tcg"),
    on("q35", "qemu64,tcg-cpuid=off", "tcg"),
    on("q35", "host", "tcg"),
    on("pc", "486", "tcg"),
    on("q35,kernel-irqchip=split", "qemu64", "tcg"),
  ],
};

export interface GuestLine {
  readonly topic: string;
  readonly args: string;
}

export const FIXED_LINES: readonly GuestLine[] = Object.entries(LINES).flatMap(([topic, lines]) =>
  lines.map((args) => ({ topic, args })),
);

/** True when a line needs /dev/kvm. */
export const needsKvm = (args: string): boolean => /accel[= ]kvm/.test(args);
