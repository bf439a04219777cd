// The command line of `npm run verify:stack`.
import { parseArgs } from "node:util";
import { NEEDS, type Part } from "./packages.ts";

export interface Options {
  readonly seed: number;
  readonly isInstallForbidden: boolean;
  readonly parts: readonly Part[];
  readonly qemu: string | undefined;
  readonly virtInstall: string | undefined;
  /** A file for the counts. */
  readonly report: string | undefined;
  /** Whether checks that pass are left out of the output. */
  readonly isBrief: boolean;
  /** How long the checks may take. */
  readonly minutes: number;
}

const PARTS = Object.keys(NEEDS) as Part[];

export const HELP = `npm run verify:stack -- [options]
  --seed N        draw the same guests as the run that printed this seed
  --only PART     ${PARTS.join(", ")}; may be given several times
  --no-install    install no packages: skip what they are missing for
  --qemu PROGRAM  another QEMU than the one on the PATH, for the parts qemu and guests
  --virt-install PROGRAM
                  another virt-install, for the part virtinst; its virt-xml lies beside it
  --minutes N     how long the checks may take, 10 where it is not said
  --brief         print only what failed, was skipped or noted
  --report FILE   write the counts and the seed as JSON
`;

/** Reads the options; throws with a sentence when one is wrong, and gives nothing when help was asked for. */
export function readOptions(args: readonly string[], randomSeed: number): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string" },
      only: { type: "string", multiple: true },
      "no-install": { type: "boolean", default: false },
      qemu: { type: "string" },
      "virt-install": { type: "string" },
      report: { type: "string" },
      brief: { type: "boolean", default: false },
      minutes: { type: "string", default: "10" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const wrong = values.only?.find((name) => !PARTS.some((part) => part === name));
  if (wrong !== undefined) throw new Error(`--only ${wrong}: there are ${PARTS.join(", ")}`);
  if (values.seed !== undefined && !/^\d{1,10}$/.test(values.seed)) throw new Error("--seed takes a whole number");
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 1000)) throw new Error("--minutes takes a number above 0");
  return {
    seed: values.seed === undefined ? randomSeed : Number(values.seed),
    isInstallForbidden: values["no-install"],
    parts: PARTS.filter((part) => values.only?.includes(part) ?? true),
    qemu: values.qemu,
    virtInstall: values["virt-install"],
    report: values.report,
    isBrief: values.brief,
    minutes,
  };
}
