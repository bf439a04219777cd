import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { cubeModel } from "./cube-model.ts";

const catalog = realCatalog();
const seen = (selection: ReturnType<typeof vm>) =>
  cubeModel(catalog, selection).tables.map((table) => table.cells.at(0)?.at(-1)?.seen);

describe("the remembered small tables", () => {
  it("are told apart by everything that changes a verdict: Xen emulation too", () => {
    expect(seen(vm())).not.toEqual(seen(vm({ xenVersion: 0x4000a })));
    expect(seen(vm())).toEqual(seen(vm({ cpu: "EPYC,+kvm-asyncpf-int" })));
  });
});
