// The talk's statements: one id each, and every feature they name is there.
import type { DataCheck } from "./check.ts";

export const talkCheck: DataCheck = {
  name: "talk",
  scope: "talk",
  check: ({ talk, features }) => {
    const known = new Set(features.map(({ value }) => value.id));
    const ids = talk.value.claims.map((claim) => claim.id);
    return talk.value.claims.flatMap((claim, i) => [
      ...claim.features
        .filter((id) => !known.has(id))
        .map((id) => ({ where: `${talk.file}: ${claim.id}`, message: `no feature has the id ${id}` })),
      ...(ids.indexOf(claim.id) === i ? [] : [{ where: `${talk.file}: ${claim.id}`, message: "is there twice" }]),
    ]);
  },
};
