// Names that no QEMU has: typing errors, and proposals that were never merged.
import { nearNames } from "#base/near.ts";
import type { Catalog } from "#catalog/open.ts";
import { propertyNames } from "../../property-names.ts";
import { qemuBuild } from "../../flag-releases.ts";
import { factOf, type RuleContext } from "../context.ts";
import type { Mention } from "../config.ts";
import type { Finding, Fix } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** Suggestions cost a comparison with every name: a text of nonsense gets that many. */
const MOST_SUGGESTED = 50;

interface UnknownName {
  readonly mention: Mention;
  readonly index: number;
}

/** Mentions of properties that no release of the catalogue has. */
function unknownNames(context: RuleContext): readonly UnknownName[] {
  const { catalog, config, options } = context;
  const { qemu, kind } = context.point();
  const names = propertyNames(catalog, qemu, qemuBuild(catalog, options.host), kind === "host" || kind === "max");
  const known = everyName(catalog);
  return config.mentions
    .map((mention, index) => ({ mention, index }))
    .filter(
      ({ mention: { kind: what, name, written, note, form } }) =>
        what === "property" &&
        note === undefined &&
        // Behind a sign QEMU reads no underscore as a hyphen.
        (form === "value" ? names.value(name) : names.signed(written)) === undefined &&
        !known.has(form === "value" ? name : written),
    );
}

const namesMemo = new WeakMap<Catalog, ReadonlySet<string>>();

/** Every name of any release: what another release has is not misspelt. */
function everyName(catalog: Catalog): ReadonlySet<string> {
  const found = namesMemo.get(catalog);
  if (found) return found;
  const names = new Set([
    ...catalog.features.flatMap(({ property }) =>
      property?.scope === "cpu" && property.since !== null ? [property.name, ...property.aliases] : [],
    ),
    ...catalog.flags.properties.map(({ name }) => name),
    ...catalog.flags.words.flatMap(({ flags }) => Object.values(flags)),
    ...Object.keys(catalog.flags.aliases),
  ]);
  namesMemo.set(catalog, names);
  return names;
}

const proposalOf = (catalog: Catalog, written: string) =>
  catalog.features.find(
    ({ kind, id }) => kind === "proposal" && id === written.replaceAll("_", "-").replace(/^-+/, ""),
  );

export const unknownFlag: Rule = {
  id: "UNKNOWN-FLAG",
  find: (context) => {
    const { catalog } = context;
    const unknown = unknownNames(context).filter(({ mention }) => !proposalOf(catalog, mention.written));
    const candidates = [...everyName(catalog)].filter((name) => !name.includes("_"));
    const refused = context.config.mentions.flatMap((mention, index) =>
      mention.isRefused === true && !catalog.featureByProperty.has(mention.name)
        ? [refusedElement(mention, index)]
        : [],
    );
    const found = unknown.map(({ mention, index }, place): Omit<Finding, "rule"> => {
      const near = place < MOST_SUGGESTED ? nearNames(mention.written.replaceAll("_", "-"), candidates) : [];
      const [first] = near;
      const fix: Fix | undefined = first === undefined ? undefined : renaming(context, mention, index, first);
      return {
        severity: "error",
        subject: mention.written,
        say: "UNKNOWN-FLAG",
        args: { written: mention.written, near: first === undefined ? "." : `; did you mean ${near.join(" or ")}?` },
        span: mention.span,
        facts: [],
        fixes: [
          ...(fix ? [fix] : []),
          { title: `Remove ${mention.written}`, isSafe: false, changes: [{ op: "remove-mention", mention: index }] },
        ],
      };
    });
    return [...found, ...refused];
  },
};

const refusedElement = (mention: Mention, index: number): Omit<Finding, "rule"> => ({
  severity: "error",
  subject: mention.written,
  say: "UNKNOWN-FLAG/tool",
  args: { written: mention.written },
  span: mention.span,
  facts: [],
  fixes: [{ title: `Remove ${mention.written}`, isSafe: false, changes: [{ op: "remove-mention", mention: index }] }],
});

/** Two letters off is sure enough in a long name; in a short one it is any other, and behind `=` it is two mistakes. */
const isSureName = (written: string): boolean => written.length >= 6 && !written.includes("=");

/** The text may write names with underscores. */
function renaming(context: RuleContext, mention: Mention, index: number, to: string): Fix {
  const isListed = context.config.mentions.some(
    (other) => other !== mention && other.kind === "property" && other.name === to,
  );
  if (isListed)
    return { title: `Remove ${mention.written}`, isSafe: true, changes: [{ op: "remove-mention", mention: index }] };
  const underscored = to.replaceAll("-", "_");
  const spelt = mention.written.includes("_") && mention.written !== underscored ? underscored : to;
  return {
    title: `Write ${spelt}`,
    isSafe: isSureName(mention.written),
    changes: [{ op: "rename", mention: index, to: spelt }],
  };
}

export const neverExisted: Rule = {
  id: "NEVER-EXISTED",
  find: (context) =>
    unknownNames(context).flatMap(({ mention, index }) => {
      const feature = proposalOf(context.catalog, mention.written);
      if (!feature) return [];
      return [
        {
          severity: "error" as const,
          subject: feature.id,
          say: "NEVER-EXISTED" as const,
          args: { written: mention.written, what: feature.title },
          span: mention.span,
          facts: [factOf(feature, "purpose")],
          fixes: [
            {
              title: `Remove ${mention.written}`,
              isSafe: true,
              changes: [{ op: "remove-mention" as const, mention: index }],
            },
          ],
        },
      ];
    }),
};
