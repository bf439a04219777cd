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
  /** The tool that it is for; formats of one tool stand together. */
  readonly tool: string;
  /** Which of the tool's forms it is; unset where there is one. */
  readonly form?: string;
  /** The layer of the catalogue whose releases `release` counts; unset where QEMU's and libvirt's of the host count. */
  readonly layer?: string;
  /** `release`: the target's; unset: the newest that the catalogue tells of. */
  readonly print: (catalog: Catalog, selection: Selection, header: SnippetHeader, release?: string) => Snippet;
}

export const FORMATS: readonly Format[] = [
  { id: "qemu-argv", title: "QEMU command line", tool: "QEMU", form: "command line", print: printQemuSnippet },
  { id: "qemu-line", title: "QEMU, one line", tool: "QEMU", form: "one line", print: printQemuLine },
  { id: "qemu-cpu", title: "QEMU, -cpu only", tool: "QEMU", form: "-cpu only", print: printQemuCpu },
  { id: "qemu-readconfig", title: "QEMU, -readconfig", tool: "QEMU", form: "-readconfig", print: printQemuReadconfig },
  { id: "qemu-qmp", title: "QEMU, QMP", tool: "QEMU", form: "QMP", print: printQemuQmp },
  {
    id: "libvirt-fragment",
    title: "libvirt, parts of a domain",
    tool: "libvirt",
    form: "parts of a domain",
    print: printLibvirtFragment,
  },
  {
    id: "libvirt-domain",
    title: "libvirt, whole domain",
    tool: "libvirt",
    form: "whole domain",
    print: printLibvirtDomain,
  },
  { id: "virt-install", title: "virt-install", tool: "virt-install", layer: "virt-install", print: printVirtInstall },
  { id: "virt-xml", title: "virt-xml", tool: "virt-xml", layer: "virt-install", print: printVirtXml },
  {
    id: "kubevirt-vmi",
    title: "KubeVirt, instance",
    tool: "KubeVirt",
    form: "instance",
    layer: "kubevirt",
    print: printKubevirtInstance,
  },
  {
    id: "kubevirt-preference",
    title: "KubeVirt, preference",
    tool: "KubeVirt",
    form: "preference",
    layer: "kubevirt",
    print: printKubevirtPreference,
  },
  { id: "proxmox", title: "Proxmox VE", tool: "Proxmox VE", layer: "proxmox", print: printProxmox },
  { id: "nova", title: "OpenStack Nova", tool: "OpenStack Nova", layer: "nova", print: printNova },
  { id: "ovirt", title: "oVirt", tool: "oVirt", layer: "ovirt", print: printOvirt },
  {
    id: "cloud-hypervisor",
    title: "Cloud Hypervisor",
    tool: "Cloud Hypervisor",
    layer: "cloud-hypervisor",
    print: printCloudHypervisor,
  },
  { id: "report", title: "Report (Markdown)", tool: "Report", print: printReport },
  { id: "json", title: "Selection (JSON)", tool: "JSON", print: printSelectionJson },
];
