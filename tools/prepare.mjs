// Gets a fresh clone ready: the right Node and the locked packages. Plain Node, because nothing is installed yet.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { runNpm } from "./run.mjs";

export const root = resolve(import.meta.dirname ?? ".", "..");

/** Ends the process with a clear sentence when this Node is older than package.json's `engines`. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Flipbit needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Locked
 * @param {string} file
 * @returns {Record<string, Locked>}
 */
const lockedPackages = (file) => JSON.parse(readFileSync(file, "utf8")).packages ?? {};

/** True when node_modules holds what package-lock.json asks for. Compares contents, since a checkout changes times only. */
function isInstalled() {
  const record = resolve(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const installed = lockedPackages(record);
  return Object.entries(lockedPackages(resolve(root, "package-lock.json"))).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Checks Node, then installs the locked packages unless they are there. Ends the process when that fails. */
export async function prepare() {
  requireNode();
  if (isInstalled()) return;
  console.log("Installing the packages of package-lock.json (npm ci) ...");
  const code = await runNpm(["ci", "--no-audit", "--no-fund"]);
  if (code === 0) return;
  console.error("\nThe packages could not be installed: `npm ci` failed, see above. Is the npm registry reachable?");
  process.exit(1);
}
