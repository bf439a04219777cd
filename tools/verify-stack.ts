// draft
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog } from "#catalog/open.ts";
import { readCatalog } from "./read-catalog.ts";
import { checkGuests } from "./verify/guests.ts";
import { buildFirmware } from "./verify/guest.ts";
import { hostOf, probeHost } from "./verify/host.ts";
import { openReport, summary } from "./verify/report.ts";
const bundle = bundleCatalog(readCatalog());
if (!bundle.ok) throw new Error("bad catalogue");
const catalog = openCatalog(bundle.value);
const report = openReport((l) => console.log(l));
const qemu = process.argv[2]!, version = process.argv[3]!;
const t = performance.now();
await checkGuests({ catalog, report, qemu, firmware: await buildFirmware("/tmp/vs/fw"), host: hostOf(await probeHost(), version), seed: Number(process.argv[4] ?? 1), withoutKvm: undefined });
console.log(summary(report.tally()), performance.now() - t);
