#!/usr/bin/env node
// The `flipbit` command: starts the built command line.
import { existsSync } from "node:fs";

const built = new URL("../build/cli/flipbit.mjs", import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  console.error("flipbit is not built yet: run `npm start` or `npm run build` once.");
  process.exitCode = 2;
}
