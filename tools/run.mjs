// Runs one program to its end with its output shown as it comes.
import { spawn } from "node:child_process";
import { resolve } from "node:path";

const top = resolve(import.meta.dirname ?? ".", "..");

/** A hanging program must not hang CI: milliseconds until it is stopped. */
const limit = 15 * 60_000;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ shell?: boolean, env?: Record<string, string> }} [options]
 * @returns {Promise<number>} the exit code; 1 when it was stopped or could not start
 */
export function run(command, args, { shell = false, env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(command, [...args], {
      cwd: top,
      stdio: ["ignore", "inherit", "inherit"],
      shell,
      env: { ...process.env, ...env },
    });
    const timer = setTimeout(() => {
      console.error(`${command}: stopped after ${limit / 60_000} minutes`);
      child.kill("SIGKILL");
    }, limit);
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      done(code);
    };
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      end(1);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}

/**
 * Runs npm with the npm that started us where there is one.
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const npm = process.env["npm_execpath"];
  if (npm?.endsWith(".js")) return run(process.execPath, [npm, ...args]);
  return run("npm", args, { shell: process.platform === "win32" });
}

/**
 * Runs a program of node_modules by its script, so that no shell and no .bin folder is needed.
 * @param {string} script a path below node_modules
 * @param {readonly string[]} args
 */
export const runPackage = (script, args) => run(process.execPath, [resolve(top, "node_modules", script), ...args]);

export const buildPage = () => runPackage("vite/bin/vite.js", ["build", "--logLevel", "warn"]);
export const buildCli = () =>
  runPackage("vite/bin/vite.js", ["build", "--logLevel", "warn", "--config", "tools/cli.vite.config.ts"]);
