// Logs of QEMU, libvirt and the kernel: no machine is read from them, only messages. Command lines inside are another format's.
import type { ConfigCodec } from "./codec.ts";
import { readMessages } from "./log-messages.ts";

/** How lines of logs begin: a time, a kernel's seconds, a program, a level. */
const LINE =
  /^(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[ *\d+\.\d+\]|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |(?:\S*\/)?(?:qemu-system-\w+|qemu-kvm|libvirtd?|virtqemud|kvm)(?:\[\d+\]| \[\d+\])?: |(?:error|warning|info)\b[^:]{0,40}: |\{"(?:component|level|msg)":)/i;

/** Lines that are looked at. */
const LINES = 40;

function looksLikeLog(head: string): boolean {
  const lines = head
    .split("\n", LINES)
    .map((line) => line.slice(0, 200).trim())
    .filter((line) => line !== "");
  return lines.filter((line) => LINE.test(line)).length * 2 > lines.length;
}

export const log: ConfigCodec = {
  kind: "log",
  title: "log of QEMU or libvirt",
  fits: (head, catalog) => (readMessages(catalog, head).messages.length > 0 ? 0.55 : looksLikeLog(head) ? 0.3 : 0),
  read: () => ({ vms: [], issues: [] }),
};
