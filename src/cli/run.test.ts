import { describe, expect, test } from "vitest";
import { AMD_LIST, domcapabilities } from "#formats/domcapabilities.fixture.ts";
import { realCatalog } from "#testing/catalog.ts";
import { readCatalog } from "../../tools/read-catalog.ts";
import { run } from "./run.ts";

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly complaints: string;
}

/** Runs a command line; `input` is the text of every file, in pieces. */
async function flipbit(argv: readonly string[], input: readonly string[] | Error = []): Promise<Ran> {
  let out = "";
  let complaints = "";
  const status = await run(argv, {
    catalog: realCatalog,
    read: async function* () {
      if (input instanceof Error) throw input;
      yield* input;
    },
    write: async (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
    today: () => "2026-11-22",
  });
  return { status, out, complaints };
}

const host = ["--qemu", "11.1", "--kernel", "6.12", "--vendor", "amd"];
const request = { qemu: "11.1", kernel: "6.12", vendor: "amd", args: "-machine q35,accel=kvm -cpu EPYC,hv-relaxed" };

describe("one prediction", () => {
  test("as JSON, the default", async () => {
    const { status, out, complaints } = await flipbit([
      "predict",
      ...host,
      "--",
      "-machine",
      "q35,accel=kvm",
      "-cpu",
      "EPYC",
    ]);
    expect({ status, complaints }).toEqual({ status: 0, complaints: "" });
    expect(Object.keys(JSON.parse(out) as object)).toEqual(["starts", "problems", "properties", "cpuid"]);
  });

  test("as text", async () => {
    const argv = ["predict", ...host, "--format", "text", "--", "-machine", "q35,accel=kvm", "-cpu", "EPYC,hv-relaxed"];
    const { status, out } = await flipbit(argv);
    expect(status).toBe(0);
    expect(out).toContain("Starts: yes (pc-q35-11.1, EPYC-v1)");
    expect(out).toMatch(/^ {2}0x40000101 +0x0100007b 0x00000000 0x00000000 0x00000000$/m);
    expect(out).toMatch(/^ {4}eax: 0 kvmclock, /m);
    expect(out).not.toContain("Problems");
  });

  test("text names the problems of a VM that does not start, with status 0", async () => {
    const { status, out } = await flipbit(["predict", ...host, "--format", "text", "--", "-machine", "nope"]);
    expect(status).toBe(0);
    expect(out).toContain("Starts: no");
    expect(out).toContain("[machine-unsupported]");
  });

  test.each([
    [["predict", "--", "-cpu", "EPYC"], "flipbit: --kernel: missing"],
    [["predict", ...host, "--", "-cpu"], "flipbit: QEMU arguments: -cpu requires an argument"],
    [["predict", ...host, "--"], "flipbit: QEMU arguments: There is no command line here."],
    [
      ["predict", "--platform", "debain-12", "--vendor", "amd", "--", "-cpu", "EPYC"],
      "flipbit: --platform: no platform",
    ],
    [["nonsense"], "flipbit: unknown command"],
  ])("%j is unusable", async (argv, complaint) => {
    const { status, out, complaints } = await flipbit(argv);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(complaints).toContain(complaint);
  });

  test("a future kernel is answered with a note", async () => {
    const { status, complaints } = await flipbit([
      "predict",
      "--qemu",
      "11.1",
      "--kernel",
      "99.9",
      "--vendor",
      "amd",
      "--",
      "-cpu",
      "EPYC",
    ]);
    expect(status).toBe(0);
    expect(complaints).toContain("note: kernel 99.9 is newer than the catalogue");
  });
});

describe("a measured host", () => {
  const [, text = ""] = [...readCatalog()].find(([file]) => file === "observed/host-linux-5.4-amd.json") ?? [];
  const argv = ["predict", "--qemu", "11.1", "--host", "mine.json"];
  const qemu = ["--", "-machine", "q35,accel=kvm", "-cpu", "EPYC,+kvm-asyncpf-int"];

  test("says what its KVM lacks, without a kernel or a vendor given", async () => {
    const { status, out, complaints } = await flipbit([...argv, ...qemu], [text.slice(0, 500), text.slice(500)]);
    const answer = JSON.parse(out) as { properties: Record<string, string> };
    expect({ status, complaints, outcome: answer.properties["kvm-asyncpf-int"] }).toEqual({
      status: 0,
      complaints: "",
      outcome: "dropped-warned",
    });
  });

  test("is refused with file and place", async () => {
    const wrong = await flipbit([...argv, ...qemu], ['{"kernel": "6.12"}']);
    expect(wrong.status).toBe(2);
    expect(wrong.complaints).toContain("--host mine.json: vendor: ");
    const gone = await flipbit([...argv, ...qemu], new Error("no such file"));
    expect(gone).toMatchObject({ status: 2, complaints: "flipbit: --host: cannot read mine.json: no such file\n" });
  });

  test("does not go with what it says itself", async () => {
    const { status, complaints } = await flipbit([...argv, "--kernel", "6.12", ...qemu], [text]);
    expect(status).toBe(2);
    expect(complaints).toContain("--host: a measured host says its kernel");
  });
});

describe("a host that libvirt tells of", () => {
  const argv = ["predict", "--qemu", "9.1", "--host", "caps.xml"];
  const qemu = ["--", "-machine", "q35,accel=kvm", "-cpu", "Skylake-Server,hv-relaxed,hv-avic"];
  const whole = domcapabilities({ hyperv: AMD_LIST });
  const ask = async (input: string, ...more: string[]) => {
    const { status, out, complaints } = await flipbit([...argv, ...more, ...qemu], [input]);
    const answer = status === 0 ? (JSON.parse(out) as { starts: boolean; properties: Record<string, string> }) : null;
    return { status, complaints, starts: answer?.starts, properties: answer?.properties };
  };

  test("settles the enlightenments, and says that the rest is unknown", async () => {
    const { starts, properties, complaints } = await ask(whole);
    expect(starts).toBe(true);
    expect([properties?.["hv-relaxed"], properties?.["kvmclock"]]).toEqual(["on", "unknown"]);
    expect(complaints).toContain("note: virsh domcapabilities tells nothing of KVM's own features");
    expect(complaints).toContain("note: libvirt calls the CPU model Skylake-Server-v1 not usable on this host");
  });

  test("a kernel given beside it fills in the rest", async () => {
    const { properties, complaints } = await ask(whole, "--kernel", "6.12");
    expect(properties?.["kvmclock"]).toBe("on");
    expect(complaints).not.toContain("own features");
  });

  test("without a list, both possibilities are named and nothing is guessed", async () => {
    const { starts, complaints } = await ask(domcapabilities());
    expect(starts).toBeNull();
    expect(complaints).toContain("either KVM emulates no Hyper-V, or Linux is older than 5.11");
  });

  test("its vendor is not said twice, and is needed where it says none", async () => {
    expect(await ask(whole, "--vendor", "amd")).toMatchObject({
      status: 2,
      complaints: expect.stringContaining("--vendor: the file"),
    });
    expect(await ask(domcapabilities({ vendor: "" }))).toMatchObject({
      status: 2,
      complaints: expect.stringContaining("--vendor: missing"),
    });
    expect(await ask(domcapabilities({ vendor: "" }), "--vendor", "amd")).toMatchObject({ status: 0 });
  });

  test("an older QEMU than the one that wrote it is noted; other XML is refused with the file's name", async () => {
    const { complaints } = await ask(domcapabilities({ machine: "pc-q35-10.0", hyperv: AMD_LIST }));
    expect(complaints).toContain("pc-q35-10.0, which QEMU 9.1 does not have");
    expect(await ask("<capabilities/>")).toMatchObject({
      status: 2,
      complaints: expect.stringContaining("--host caps.xml: this is what virsh capabilities prints"),
    });
  });
});

describe("a batch", () => {
  const lines = async (input: readonly string[]): Promise<unknown[]> => {
    const { status, out } = await flipbit(["predict", "--batch", "-"], input);
    expect(status).toBe(0);
    expect(out === "" || out.endsWith("\n")).toBe(true);
    return out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
  };

  test("answers in order, and goes on after bad lines", async () => {
    const input = [
      JSON.stringify({ id: 7, ...request }),
      "not json",
      "",
      "[1]",
      JSON.stringify({ id: "n", ...request, kernel: 6 }),
      JSON.stringify({ id: "h", ...request, hyperv: "no" }),
      JSON.stringify({ id: "a", ...request, args: [1] }),
      JSON.stringify({ id: "p", vendor: "amd", platform: "debian-99", args: "-cpu EPYC" }),
      JSON.stringify({ id: "q", ...request, args: "-cpu 'EPYC" }),
      JSON.stringify({ ...request, hyperv: false, args: ["-cpu", "EPYC"] }),
    ].join("\n");
    expect(await lines([input])).toMatchObject([
      { id: 7, starts: true, problems: [], properties: { "hv-relaxed": "on" } },
      { id: null, error: expect.stringContaining("line 2: not JSON") },
      { id: null, error: expect.stringContaining("line 3: empty") },
      { id: null, error: "line 4: expected a JSON object" },
      { id: "n", error: expect.stringContaining("line 5: kernel: expected a string") },
      { id: "h", error: "line 6: hyperv: expected true or false" },
      { id: "a", error: expect.stringContaining("line 7: args: expected") },
      { id: "p", error: expect.stringContaining('line 8: platform: no platform "debian-99"') },
      { id: "q", error: expect.stringContaining("line 9: args: ") },
      { id: null, starts: true },
    ]);
  });

  test("lines may arrive in any pieces, with any line end", async () => {
    const whole = `\ufeff${JSON.stringify({ id: 1, ...request })}\r\n${JSON.stringify({ id: 2, ...request })}\n`;
    const pieces = whole.match(/[^]{1,7}/g) ?? [];
    expect(await lines(["", ...pieces, ""])).toEqual(await lines([whole]));
    expect(await lines(pieces)).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(await lines([])).toEqual([]);
  });

  test("a file that cannot be read", async () => {
    const { status, complaints } = await flipbit(["predict", "--batch", "x.jsonl"], new Error("ENOENT: no such file"));
    expect(status).toBe(2);
    expect(complaints).toBe("flipbit: --batch: cannot read x.jsonl: ENOENT: no such file\n");
  });
});

describe("an export", () => {
  const qemu = ["--", "-machine", "q35,accel=kvm", "-cpu", "EPYC,hv-relaxed,kvm-asyncpf-int=on"];
  const exported = (...options: string[]) => flipbit(["export", ...host, ...options, ...qemu]);

  test("is the snippet alone, under its date, its versions and the command that made it", async () => {
    const { status, out } = await exported("--to", "libvirt-domain", "--libvirt", "11.3");
    expect(status).toBe(0);
    expect(out).toContain("Made by Flipbit on 2026-11-22 from catalogue ");
    expect(out).toContain("For: Linux 6.12, QEMU 11.1, libvirt 11.3, AMD");
    // Two hyphens may not stand in a comment of XML.
    expect(out).toContain("Open it again: flipbit export %2D-qemu 11.1");
    expect(out).toContain("<relaxed state='on'/>");
  });

  test("says on standard error what was left out; --strict makes that a status", async () => {
    const lenient = await exported("--to", "kubevirt-vmi", "--link", "https://example.org/#v=1");
    expect(lenient).toMatchObject({
      status: 0,
      out: expect.stringContaining("# Open it again: https://example.org/#v=1"),
    });
    expect(lenient.complaints).toContain("flipbit: left out: kvm-asyncpf-int: KubeVirt cannot say it");
    expect(await exported("--to", "kubevirt-vmi", "--strict")).toMatchObject({
      status: 3,
      out: expect.stringContaining("relaxed"),
    });
    expect(await exported("--to", "qemu-argv", "--strict")).toMatchObject({ status: 0 });
  });

  test("an older target changes the snippet and what is left out", async () => {
    const leftOut = async (release: string): Promise<unknown> => {
      const { out } = await flipbit([
        "export",
        ...host,
        "--to",
        "kubevirt-vmi",
        "--target-version",
        release,
        "--format",
        "json",
        "--",
        "-accel",
        "kvm",
        "-cpu",
        "EPYC,hv-vpindex,hv-tlbflush",
      ]);
      return (JSON.parse(out) as { leftOut: { property: string; kind: string }[] }).leftOut.map(
        ({ property, kind }) => `${property} ${kind}`,
      );
    };
    expect(await leftOut("0.7.0")).toEqual(["hv-tlbflush later"]);
    expect(await leftOut("0.17.0")).toEqual([]);
  });

  test.each([
    [["--to", "kubevrt-vmi"], '--to: no format "kubevrt-vmi"; did you mean kubevirt-vmi'],
    [["--to", "qemu-argv", "--target-version", "9"], "--target-version: qemu-argv follows --qemu and --libvirt"],
    [["--to", "nova", "--target-version", "Zedd"], '"Zedd" is no release of OpenStack Nova, such as Kilo'],
  ])("%j is unusable", async (options, complaint) => {
    expect(await exported(...options)).toMatchObject({
      status: 2,
      out: "",
      complaints: expect.stringContaining(complaint),
    });
  });

  test("a release may be given by its name", async () => {
    expect((await exported("--to", "nova", "--target-version", "zed")).out).toContain("Written for OpenStack Nova zed");
  });

  test("the formats are listed, one a line", async () => {
    const { status, out } = await flipbit(["export", "--list-formats"]);
    expect(status).toBe(0);
    expect(out).toMatch(/^kubevirt-vmi +KubeVirt, instance \(--target-version: of kubevirt\)$/m);
    expect(out).toMatch(/^qemu-argv +QEMU command line$/m);
  });
});

test("help and version", async () => {
  expect(await flipbit(["--help"])).toMatchObject({ status: 0, out: expect.stringContaining("flipbit predict") });
  expect(await flipbit(["predict", "--help"])).toMatchObject({ status: 0, out: expect.stringContaining("--batch") });
  expect(await flipbit(["--version"])).toMatchObject({ status: 0, out: `${realCatalog().index.version}\n` });
});
