// `npm run catalog:check`: says what is wrong with the catalogue without building anything.
import { compileCatalog, printIssues } from "./compile-catalog.ts";

const compiled = compileCatalog();
if (compiled.ok) {
  for (const [name, text] of compiled.value) console.log(`${name}: ${(text.length / 1024).toFixed(0)} KiB`);
} else {
  console.error(`The catalogue has ${compiled.issues.length} issue(s):\n${printIssues(compiled.issues)}`);
  process.exitCode = 1;
}
