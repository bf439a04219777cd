import { expect, test } from "vitest";
import { copyOfCatalog } from "#testing/parsed-catalog.ts";
import { talkCheck } from "./talk.ts";

test("every feature that a statement names is there, and no statement twice", () => {
  const catalog = copyOfCatalog();
  expect(talkCheck.check(catalog)).toEqual([]);
  catalog.talk.value.claims[0]!.features.push("hv-vgindex");
  catalog.talk.value.claims.push(structuredClone(catalog.talk.value.claims[1]!));
  expect(talkCheck.check(catalog).map(({ where, message }) => `${where}: ${message}`)).toEqual([
    "talk/claims.json: native-list: no feature has the id hv-vgindex",
    "talk/claims.json: vmexit-name: is there twice",
  ]);
});
