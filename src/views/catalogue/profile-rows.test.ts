import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { profileTable } from "./profile-rows.ts";

const catalog = realCatalog();

describe("the table of profiles", () => {
  const profiles = catalog.profiles.filter(({ guest }) => guest === "windows");
  const rows = profileTable(catalog, profiles);
  const cell = (feature: string, profile: string) =>
    rows.find((row) => row.id === feature)?.cells[profiles.findIndex(({ id }) => id === profile)];

  it("has a row for each feature that any profile has", () => {
    const named = new Set(profiles.flatMap(({ flags }) => flags.map(({ feature }) => feature)));
    expect(new Set(rows.map(({ id }) => id))).toEqual(named);
  });

  it("says what is in a set, with its value, vendor and condition", () => {
    expect(cell("hv-stimer", "windows-compatible")).toEqual({ has: "yes", text: "yes", title: "yes" });
    expect(cell("hv-stimer", "forum-2012")?.has).toBe("no");
    expect(cell("hv-spinlocks", "proxmox")?.text).toBe("0x1fff");
    expect(cell("hv-evmcs", "virt-manager")).toEqual({ has: "part", text: "Intel", title: "yes, on Intel" });
    expect(cell("hv-spinlocks", "qemu-docs")).toMatchObject({ has: "part", text: "0xfff*" });
  });

  it("our own come first, and grow", () => {
    expect(profiles.slice(0, 3).map(({ id }) => id)).toEqual([
      "windows-compatible",
      "windows-recommended",
      "windows-nested",
    ]);
    expect(profiles.at(-1)?.kind).toBe("warning");
  });
});
