import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { profilesCheck } from "./profiles.ts";

type Copy = ReturnType<typeof copyOfCatalog>;

function found(change: (profiles: Copy["profiles"]) => void): string[] {
  const catalog = copyOfCatalog();
  change(catalog.profiles);
  return profilesCheck.check(catalog).map(({ where, message }) => `${where}: ${message}`);
}

const of = (profiles: Copy["profiles"], id: string) => {
  const file = profiles.find(({ value }) => value.id === id);
  if (!file) throw new Error(`no profile ${id}`);
  return file.value;
};

test("the profiles are in order", () => {
  expect(found(() => {})).toEqual([]);
});

test("flags are known, once, and with a value where one is needed", () => {
  expect(
    found((profiles) => {
      of(profiles, "proxmox").flags = [{ feature: "hv-time" }];
      of(profiles, "proxmox").flags.push(
        { feature: "hv-nonsense" },
        { feature: "hv-time" },
        { feature: "hv-tlbflush", value: "1" },
      );
      delete of(profiles, "nova").flags.find(({ feature }) => feature === "hv-spinlocks")?.value;
    }),
  ).toEqual([
    "profiles/nova.json: flags.1: hv-spinlocks needs a value",
    "profiles/proxmox.json: flags.1: hv-nonsense is no feature with a property of -cpu",
    "profiles/proxmox.json: flags.2: hv-time is there twice",
    "profiles/proxmox.json: flags.3: hv-tlbflush takes no value",
  ]);
});

test("our own hold what they require, and all that is recommended", () => {
  const without = (id: string, feature: string) =>
    found((profiles) => {
      const profile = of(profiles, id);
      profile.flags = profile.flags.filter((flag) => flag.feature !== feature);
    });
  expect(without("windows-compatible", "hv-synic")).toContain(
    "profiles/windows-compatible.json: flags: hv-stimer requires hv-synic",
  );
  expect(without("linux-recommended", "kvm-pv-ipi")).toEqual([
    "profiles/linux-recommended.json: flags: kvm-pv-ipi is recommended, but not in the set",
  ]);
});

test("a published one names its publisher, and a file is called after its profile", () => {
  expect(
    found((profiles) => {
      delete of(profiles, "nova").publisher;
      of(profiles, "linux-all").id = "linux-everything";
    }),
  ).toEqual([
    "profiles/linux-all.json: the file's name is not its id",
    "profiles/nova.json: publisher: a published profile, and only such a one, names its publisher",
  ]);
});
