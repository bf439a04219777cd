// `npm start`: from a fresh clone to a page in the browser. Plain Node, because nothing is installed yet.
import { prepare, root } from "./prepare.mjs";
import { buildCli, buildPage } from "./run.mjs";

const defaultPort = 4173;

/**
 * @param {readonly string[]} args
 * @returns {number | undefined} the port asked for by `--port N` or PORT
 */
function askedPort(args) {
  const at = args.findIndex((arg) => arg === "--port" || arg.startsWith("--port="));
  const text = at < 0 ? process.env["PORT"] : (args[at]?.split("=")[1] ?? args[at + 1] ?? "");
  if (text === undefined || (at < 0 && text === "")) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  console.error(`A port is a whole number from 1 to 65535, not "${text}".`);
  process.exit(1);
}

const port = askedPort(process.argv.slice(2));
await prepare();

console.log("Building Flipbit ...");
if ((await buildPage()) !== 0 || (await buildCli()) !== 0) {
  console.error("\nFlipbit could not be built: see above.");
  process.exit(1);
}

const { preview } = await import("vite");
try {
  const server = await preview({
    root,
    logLevel: "warn",
    preview: { host: "127.0.0.1", port: port ?? defaultPort, strictPort: port !== undefined, open: false },
  });
  const address = server.httpServer.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  console.log(`\nFlipbit runs at http://127.0.0.1:${bound}/\nCtrl-C stops it.`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
  // npm does not hand on a signal that reaches only npm: end with the shell npm started us from.
  const parent = process.ppid;
  if (process.env["npm_lifecycle_event"] !== undefined)
    setInterval(() => process.ppid !== parent && process.exit(0), 500);
} catch (error) {
  console.error(`Flipbit could not be served: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
