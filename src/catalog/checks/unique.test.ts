import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { uniqueCheck } from "./unique.ts";

type Copy = ReturnType<typeof copyOfCatalog>;
const again = <T>(list: T[]): void => void list.push(list[0]!);

test.each<[string, string, string, (catalog: Copy) => void]>([
  [
    "an alias that is another's name",
    "property",
    "kvm-pv-eoi",
    ({ features }) =>
      features.find(({ value }) => value.id === "kvm-asyncpf-int")!.value.property!.aliases.push("kvm-pv-eoi"),
  ],
  [
    "a machine type",
    "machine type",
    "isapc",
    ({ boards }) => again(boards.find(({ value }) => value.board === "isapc")!.value.versions),
  ],
  ["a kernel", "kernel release", "", ({ linux }) => again(linux.value.kernels)],
  [
    "a platform",
    "platform",
    "debian-9",
    ({ platforms }) => again(platforms.find(({ value }) => value.family === "debian")!.value.platforms),
  ],
  ["a QEMU release", "QEMU release", "2.4.0", ({ qemu }) => again(qemu.value.releases)],
  ["a libvirt release", "libvirt release", "1.0.0", ({ libvirt }) => again(libvirt.value.releases)],
  [
    "a CPU name",
    "CPU name",
    "qemu64",
    ({ cpus }) => (cpus.find(({ value }) => value.model === "EPYC")!.value.versions[1]!.name = "qemu64"),
  ],
])("%s is not there twice", (_, kind, name, plant) => {
  const catalog = copyOfCatalog();
  expect(uniqueCheck.check(catalog)).toEqual([]);
  plant(catalog);
  expect(uniqueCheck.check(catalog)).toEqual([{ where: kind, message: expect.stringContaining(name) }]);
});
