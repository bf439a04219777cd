// The texts of --help.
import type { Topic } from "./arguments.ts";

const FLIPBIT = `flipbit: what a KVM guest will see, predicted without a host.

usage: flipbit predict [options] -- QEMU-ARGUMENTS
       flipbit predict --batch FILE|-
       flipbit decode [options] FILE|-
       flipbit export --to FORMAT [options] -- QEMU-ARGUMENTS
       flipbit explain [options] FILE|-
       flipbit fix [options] FILE|-
       flipbit predict --help, and likewise for the others
       flipbit --version        the version of the catalogue

Exit status: 0 answered (also for a VM that would not start), 2 unusable arguments;
1: explain or fix: something is an error; 3: export --strict left something out.
`;

const EXPLAIN_HOST = `  --qemu, --kernel, --vendor, --platform, --libvirt, --host, --no-hyperv
                      the host, as for flipbit predict; what is not given is the newest that the catalogue knows, and is never
                      found to be too old. Several vendors (intel,amd): a fleet of both
  --guest GUEST       what the guest runs: linux or windows; otherwise what the text itself says
  --want-migration    it is to be migrated or saved live
  --host-cpu MODEL    the host's CPU, as one of QEMU's models
  --fleet A,B         CPU models of all hosts that it is to run on
  --qemu-from V, --qemu-to V
                      the releases that it moves between
  --tsc-scaling       the hosts can scale the TSC
  --tsc-frequency HZ  what to write where a repair needs a frequency
  --as KIND           take the text for this, not for what its content tells
`;

const EXPLAIN = `flipbit explain: what a configuration means, what is wrong with it, and how to mend it.

usage: flipbit explain domain.xml
       virsh dumpxml vm | flipbit explain --platform debian-12 --vendor amd --guest windows -

  FILE                the text, - for standard input: a QEMU command line wherever it stands (ps, a script, libvirt's log), the
                      value of -cpu, and whatever else \`--as help\` names
  --format FORMAT     text (default), json or sarif
${EXPLAIN_HOST}
JSON: {"kind", "findings": [{"rule", "severity", "line", "column", "length", "subject", "message", "fix"}], "issues"}; fix is null or
{"title", "safe", "edits": [{"offset", "length", "text"}]}. Each rule has a page in docs/rules.
Exit status: 0 no error was found, 1 some was, 2 the text could not be read.
`;

const FIX = `flipbit fix: the same text with every safe repair made; all else stays byte for byte.

usage: flipbit fix domain.xml > mended.xml

  --all               the first fix of each finding, also one that takes away something that works
${EXPLAIN_HOST}
What stays wrong is said on standard error. Exit status: 0 no error is left, 1 some is, 2 the text could not be read.
`;

const EXPORT = `flipbit export: the same virtual machine in another tool's words.

usage: flipbit export --to libvirt-domain --qemu 10.0 --libvirt 11.3 --kernel 6.12 --vendor amd -- -machine q35,accel=kvm -cpu EPYC,hv-relaxed
       flipbit export --to kubevirt-vmi --target-version 1.3 --platform debian-12 --vendor intel -- -machine q35,accel=kvm -cpu host
       flipbit export --list-formats

  --to FORMAT         one of --list-formats
  --target-version V  release of the target, where the list names one; otherwise the newest that the catalogue tells of
  --link ADDRESS      where this came from, for the header; otherwise this very command
  --strict            exit with 3 when something was left out
  --format FORMAT     text (default): the snippet; json: {"format", "fileName", "text", "said", "leftOut", "notes"}
  --qemu, --kernel, --vendor, --platform, --libvirt, --host, --no-hyperv
                      the host, as for flipbit predict
  --                  everything behind it is QEMU's

What the target cannot say is left out, and listed with the reason in the header of the snippet and on standard error.
`;

const PREDICT = `flipbit predict: the CPUID leaves and paravirtual features that a guest gets.

usage: flipbit predict --qemu 11.1 --kernel 6.12 --vendor amd -- -machine q35,accel=kvm -cpu EPYC,hv-relaxed
       flipbit predict --platform debian-12 --vendor intel -- -machine q35,accel=kvm -cpu Skylake-Server
       flipbit predict --batch requests.jsonl

  --qemu VERSION      QEMU of the host
  --kernel VERSION    its Linux kernel, upstream numbering
  --vendor VENDOR     its CPUs: intel or amd
  --platform ID       a platform of the catalogue; fills kernel, QEMU and libvirt that are not given
  --libvirt VERSION   libvirt of the host
  --host FILE         a measured host, - for standard input: the host probe's JSON instead of --kernel, --vendor and
                      --no-hyperv, or what virsh domcapabilities prints instead of --vendor; what that does not
                      tell stays unknown, and --kernel may add it
  --no-hyperv         its KVM is built without Hyper-V emulation
  --format FORMAT     json (default) or text
  --batch FILE        JSON lines, - for standard input; answers in the same order, one line each
  --                  everything behind it is QEMU's

JSON: {"starts": true|false|null, "problems": [{"rule", "severity", "text"}], "properties": {"hv-relaxed": "on", ...},
"cpuid": {"0x40000000": {"eax", "ebx", "ecx", "edx"}, "0x00000007:1": ...}}. A leaf of zeros is left out; starts is null when
nobody has evidence.

Batch line: {"id", "qemu", "kernel", "vendor", "platform"?, "libvirt"?, "hyperv"?: true, "args": "..." or ["...", ...]}
gives {"id", "starts", "problems", "properties", "cpuid"}, or {"id", "error"} for a line that is no request.
`;

const DECODE = `flipbit decode: what a CPUID dump says, and what the guest it was read in could have had.

usage: flipbit decode dump.txt
       cpuid -r | flipbit decode --platform debian-12 --vendor amd - -- -machine q35,accel=kvm -cpu EPYC

  FILE                the dump, - for standard input: cpuid -r, kcpuid -r, x86info -r, leaf: eax ebx ecx edx, QMP's
                      feature-words and query-cpu-model-expansion, the host probe's JSON, or what predict prints
  --as FORMAT         take it for this format, not for the one its content tells
  --guest GUEST       what the guest runs: linux (default) or windows
  --format FORMAT     text (default) or json
  --qemu, --kernel, --vendor, --platform, --libvirt, --host, --no-hyperv
                      the host, as for predict; without one nothing is compared
  --                  everything behind it is QEMU's: the VM to compare with

Beside a host it also says what the guest could have had, and the likely configuration: CPU model, machine types and
flags, each with how sure that is. Lines that are not understood are listed with their numbers. Exit status: 0 decoded, 2 unusable arguments or no dump.
`;

const TEXTS: Readonly<Record<Topic, string>> = {
  flipbit: FLIPBIT,
  predict: PREDICT,
  decode: DECODE,
  export: EXPORT,
  explain: EXPLAIN,
  fix: FIX,
};

export const helpText = (topic: Topic): string => TEXTS[topic];
