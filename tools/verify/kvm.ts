// Whether guests can use KVM on this machine.
import { closeSync, openSync } from "node:fs";

const DEVICE = "/dev/kvm";

/** Why no guest can use KVM here; undefined when one can. The device is opened: containers may hold one that nobody may open. */
export function kvmObstacle(device = DEVICE): string | undefined {
  try {
    closeSync(openSync(device, "r+"));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT") return `this machine has no ${device}`;
    if (code === "EACCES" || code === "EPERM") return `this user may not open ${device}`;
    return `${device} cannot be opened (${code})`;
  }
}
