// The probe where there is Python; what it says of KVM itself is checked by `npm run verify:stack`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const PROBE = fileURLToPath(new URL("host-probe.py", import.meta.url));
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const isSupported = process.platform === "linux" && process.arch === "x64";

const probe = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync("python3", [PROBE, ...args], { encoding: "utf8" });

describe.runIf(hasPython && isSupported)("host-probe.py", () => {
  it("says what is wrong in a sentence, without a traceback", () => {
    expect(probe("--device", "/no/such/device")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^host-probe: \/no\/such\/device does not exist: KVM is not loaded, .*\n$/),
    });
    expect(probe("--device", "/dev/null").stderr).toBe("host-probe: this is not the KVM device\n");
  });

  it("explains itself", () => {
    expect(probe("--help").stdout).toContain("as JSON for Flipbit");
  });
});
