// A backport says something new: nothing is added that the base kernel has, nothing is taken away that it lacks.
import { atLeast, version } from "#base/version.ts";
import type { Feature } from "../schema/feature.ts";
import type { DataCheck } from "./check.ts";

export const backportsCheck: DataCheck = {
  name: "backports",
  scope: "platforms",
  check: ({ platforms, features }) => {
    const byId = new Map(features.map(({ value }) => [value.id, value]));
    return platforms.flatMap(({ file, value }) =>
      value.platforms.flatMap((platform) =>
        platform.backports.flatMap((row) => {
          const feature = byId.get(row.feature);
          if (!feature || platform.kernelBase === null || startsOf(feature).length === 0) return [];
          const there = startsOf(feature).some((since) => atLeast(version(platform.kernelBase ?? "0"), since));
          if (there === (row.state === "absent")) return [];
          // Where unlisted backports are likely, "absent" says that somebody looked.
          if (row.state === "absent" && platform.opaqueBackports) return [];
          const message = there ? "the base kernel has it already" : "the base kernel lacks it anyway";
          return [{ where: `${file}: ${platform.id}.backports`, message: `${row.feature}: ${message}` }];
        }),
      ),
    );
  },
};

const startsOf = (feature: Feature): (readonly number[])[] =>
  [...feature.reports, ...feature.capabilities].map(({ since }) => version(since.replace("<=", "")));
