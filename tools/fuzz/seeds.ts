// Texts that the fuzz begins with: real configurations, logs and dumps, and what Flipbit itself prints.
import { readdirSync, readFileSync } from "node:fs";
import type { Catalog } from "#catalog/open.ts";
import { takeProfile } from "#engine/profile.ts";
import type { Selection } from "#engine/selection.ts";
import { FORMATS } from "#formats/index.ts";
import { LINKS } from "#state/url/links.fixture.ts";
import more from "#cli/cases/more.json" with { type: "json" };
import users from "#cli/cases/users.json" with { type: "json" };

/** Longer seeds only make slow mutants. */
const LONGEST = 3000;

const HEADER = {
  date: "2026-11-28",
  catalogVersion: "2026.11.28",
  targets: "QEMU 11.1, Linux 6.12",
  permalink: "https://example.org/#v=1",
};

const BARE: Selection = {
  machine: "q35",
  cpu: "EPYC",
  accel: "kvm",
  overrides: [],
  host: { kernel: "6.12", qemu: "11.1", vendor: "amd", hyperv: true },
};

/** Profiles of a catalogue in every format that Flipbit prints. */
const printed = (catalog: Catalog): readonly string[] =>
  catalog.profiles.flatMap((profile) => {
    const { selection } = takeProfile(catalog, BARE, profile);
    return FORMATS.map(({ print }) => print(catalog, selection, HEADER).text);
  });

function captured(): readonly string[] {
  const folder = new URL("../../src/formats/cpuid-dump/captured/", import.meta.url);
  return readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
}

const MEASURED = JSON.stringify({
  kernel: "6.12",
  vendor: "AuthenticAMD",
  capabilities: { KVM_CAP_HYPERV: 1 },
  supportedCpuid: [{ leaf: "0x40000001", subleaf: 0, eax: "0x1007afb", ebx: "0x0", ecx: "0x0", edx: "0x0" }],
  supportedHvCpuid: [],
});

const DOMCAPABILITIES =
  "<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>kvm</domain><machine>pc-q35-9.2</machine><arch>x86_64</arch>" +
  "<cpu><mode name='host-model' supported='yes'><vendor>AMD</vendor></mode><mode name='custom' supported='yes'><model usable='yes'>EPYC</model></mode></cpu>" +
  "<features><hyperv supported='yes'><enum name='features'><value>relaxed</value><value>vapic</value></enum></hyperv></features></domainCapabilities>";

const TABLES = [
  '# title,links\r\nfamily,feature,a,b\r\nhyperv,"hv-time, x",on,\'=1+1\r\n',
  '{"format":"flipbit-table","version":1,"title":"t","columns":[{"id":"a","label":"A"}],"rows":[],"cells":[]}',
];

/** All seeds; each is short. */
export function readSeeds(catalog: Catalog): readonly string[] {
  const seeds = [
    ...[...users.cases, ...more.cases].flatMap(({ input, fixed }) => [input, fixed ?? input]),
    ...printed(catalog),
    ...captured(),
    ...LINKS.map(({ link }) => link),
    ...catalog.log.messages.flatMap(({ wordings = [] }) => wordings.map(({ text }) => `qemu-system-x86_64: ${text}\n`)),
    ...catalog.qemu.messages.map(({ text }) => `2026-11-28T10:00:00.000000Z qemu-kvm: warning: ${text}\n`),
    MEASURED,
    DOMCAPABILITIES,
    ...TABLES,
  ];
  return [...new Set(seeds.map((text) => text.slice(0, LONGEST)))];
}
