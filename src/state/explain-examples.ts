// Texts to begin with, written for Flipbit after what people post: each shows another kind of text and another kind of fault.

export interface ExplainExample {
  readonly title: string;
  readonly about: string;
  readonly text: string;
}

export const EXAMPLES: readonly ExplainExample[] = [
  {
    title: "Windows, flags from 2012",
    about: "A command line with timers that lack what they need, a misprint and kvm=off.",
    text: `/usr/bin/qemu-system-x86_64 -name win10 -m 8G -smp 4 \\
  -machine q35,accel=kvm \\
  -cpu host,hv_relaxed,hv_vapic,hv_spinlocks=0x1fff,hv_vpindex,hv_stimer,kvm=off,hv-vgindex \\
  -drive file=win10.qcow2,if=virtio -vga qxl`,
  },
  {
    title: "The value of -cpu alone",
    about: "The four enlightenments of old forum posts, and nothing that came later.",
    text: "host,hv_relaxed,hv_spinlocks=0x1fff,hv_vapic,hv_time",
  },
  {
    title: "libvirt domain",
    about: "Synthetic timers without the clock and the index that they need.",
    text: `<domain type='kvm'>
  <name>win11</name>
  <memory unit='GiB'>8</memory>
  <vcpu placement='static'>4</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
  </os>
  <features>
    <acpi/>
    <apic/>
    <hyperv mode='custom'>
      <relaxed state='on'/>
      <vapic state='on'/>
      <spinlocks state='on' retries='8191'/>
      <synic state='on'/>
      <stimer state='on'/>
    </hyperv>
  </features>
  <cpu mode='host-passthrough' check='none' migratable='on'/>
  <clock offset='localtime'>
    <timer name='rtc' tickpolicy='catchup'/>
    <timer name='pit' tickpolicy='delay'/>
    <timer name='hpet' present='no'/>
  </clock>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
  </devices>
</domain>`,
  },
  {
    title: "KubeVirt instance",
    about: "Direct synthetic timers, and eVMCS for nodes of two vendors.",
    text: `apiVersion: kubevirt.io/v1
kind: VirtualMachineInstance
metadata:
  name: win2022
spec:
  domain:
    cpu:
      cores: 4
    features:
      acpi: {}
      hyperv:
        relaxed: {}
        vapic: {}
        synictimer:
          direct: {}
        evmcs: {}
    devices: {}`,
  },
  {
    title: "Proxmox VE",
    about: "What qm config prints of a Windows guest with a GPU.",
    text: `agent: 1
bios: ovmf
boot: order=scsi0
cores: 4
cpu: host,hidden=1,flags=+aes
machine: pc-q35-7.2
memory: 8192
name: win11
numa: 0
ostype: win11
scsi0: local-lvm:vm-101-disk-0,size=64G
sockets: 1`,
  },
  {
    title: "A start that fails",
    about: "libvirt's log: which of its lines is the cause?",
    text: `2026-11-20T09:14:03.512906Z qemu-system-x86_64: warning: host doesn't support requested feature: MSR(48FH).vmx-exit-load-perf-global-ctrl [bit 12]
2026-11-20T09:14:03.512934Z qemu-system-x86_64: warning: host doesn't support requested feature: MSR(490H).vmx-entry-load-perf-global-ctrl [bit 13]
2026-11-20T09:14:03.513320Z qemu-system-x86_64: Hyper-V synthetic timers (hv-stimer) requires Hyper-V clocksources (hv-time)
2026-11-20 09:14:03.530+0000: shutting down, reason=failed`,
  },
  {
    title: "CPUID dump",
    about: "What a guest answered: goes on to the CPUID view.",
    text: `CPU:
   0x00000001 0x00: eax=0x00800f12 ebx=0x00000800 ecx=0xf6f83203 edx=0x178bfbff
   0x40000000 0x00: eax=0x40000001 ebx=0x4b4d564b ecx=0x564b4d56 edx=0x0000004d
   0x40000001 0x00: eax=0x0100007b ebx=0x00000000 ecx=0x00000000 edx=0x00000000`,
  },
];
