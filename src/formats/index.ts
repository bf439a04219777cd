// The formats that a selection can be copied in. A new format is one file and one line here.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { printCloudHypervisor } from "./cloud-hypervisor.ts";
import { printKubevirtInstance, printKubevirtPreference } from "./kubevirt.ts";
import { printLibvirtDomain, printLibvirtFragment } from "./libvirt-xml.ts";
import { printNova } from "./nova.ts";
import { printOvirt } from "./ovirt.ts";
import { printProxmox } from "./proxmox.ts";
import { printQemuCpu } from "./qemu-cpu.ts";
import { printQemuQmp } from "./qemu-qmp.ts";
import { printQemuReadconfig } from "./qemu-readconfig.ts";
import { printQemuLine, printQemuSnippet } from "./qemu-script.ts";
import { printReport } from "./report.ts";
import { printSelectionJson } from "./selection-json.ts";
import type { Snippet, SnippetHeader } from "./snippet.ts";
import { printVirtInstall, printVirtXml } from "./virtinst.ts";

export interface Format {
  /** Names it in links and on the command line. */
  readonly id: string;
  readonly title: string;
  /** The layer of the catalogue whose releases `release` counts; unset where QEMU's and libvirt's of the host count. */
  readonly layer?: string;
  /** `release`: the target's; unset: the newest that the catalogue tells of. */
  readonly print: (catalog: Catalog, selection: Selection, header: SnippetHeader, release?: string) => Snippet;
}

export const FORMATS: readonly Format[] = [
  { id: "qemu-argv", title: "QEMU command line", print: printQemuSnippet },
  { id: "qemu-line", title: "QEMU, one line", print: printQemuLine },
  { id: "qemu-cpu", title: "QEMU, -cpu only", print: printQemuCpu },
  { id: "qemu-readconfig", title: "QEMU, -readconfig", print: printQemuReadconfig },
  { id: "qemu-qmp", title: "QEMU, QMP", print: printQemuQmp },
  { id: "libvirt-fragment", title: "libvirt, parts of a domain", print: printLibvirtFragment },
  { id: "libvirt-domain", title: "libvirt, whole domain", print: printLibvirtDomain },
  { id: "virt-install", title: "virt-install", layer: "virt-install", print: printVirtInstall },
  { id: "virt-xml", title: "virt-xml", layer: "virt-install", print: printVirtXml },
  { id: "kubevirt-vmi", title: "KubeVirt, instance", layer: "kubevirt", print: printKubevirtInstance },
  { id: "kubevirt-preference", title: "KubeVirt, preference", layer: "kubevirt", print: printKubevirtPreference },
  { id: "proxmox", title: "Proxmox VE", layer: "proxmox", print: printProxmox },
  { id: "nova", title: "OpenStack Nova", layer: "nova", print: printNova },
  { id: "ovirt", title: "oVirt", layer: "ovirt", print: printOvirt },
  { id: "cloud-hypervisor", title: "Cloud Hypervisor", layer: "cloud-hypervisor", print: printCloudHypervisor },
  { id: "report", title: "Report (Markdown)", print: printReport },
  { id: "json", title: "Selection (JSON)", print: printSelectionJson },
];
