// As root libvirt's driver does not start without the user that it would run QEMU as. Some distributions make that user with the
// daemon only, which is not installed here; then the driver is shown a list of users with it (libnss-wrapper), and the system's stays.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findLibrary } from "./program.ts";

/** As Debian's libvirt and Fedora's call it. */
const NAMES = ["libvirt-qemu", "qemu"];
export const WRAPPER = "libnss_wrapper.so";

/** Names of a file such as /etc/passwd. */
const namesIn = (text: string): readonly string[] => text.split("\n").map((line) => line.split(":")[0] ?? "");

/** True when the driver finds its user, or does not look for it. */
export const hasQemuUser = (passwd = readFileSync("/etc/passwd", "utf8"), userId = process.getuid?.()): boolean =>
  userId !== 0 || namesIn(passwd).some((name) => NAMES.includes(name));

/** A list of users or groups with libvirt's own, who has root's number: QEMU must be able to open /dev/kvm. */
export const withQemuUser = (text: string, rest: string): string =>
  `${text.trimEnd()}\n${NAMES.map((name) => `${name}:x:0:${rest}\n`).join("")}`;

/** What the environment of virsh needs, and its files in a folder of the run; nothing where the user is there. */
export function qemuUserEnvironment(folder: string): Readonly<Record<string, string>> {
  const wrapper = findLibrary(WRAPPER);
  if (hasQemuUser() || wrapper === undefined) return {};
  const [passwd, group] = [join(folder, "passwd"), join(folder, "group")];
  writeFileSync(passwd, withQemuUser(readFileSync("/etc/passwd", "utf8"), "0::/:/usr/sbin/nologin"));
  writeFileSync(group, withQemuUser(readFileSync("/etc/group", "utf8"), ""));
  return { LD_PRELOAD: wrapper, NSS_WRAPPER_PASSWD: passwd, NSS_WRAPPER_GROUP: group };
}
