// Values that QEMU refuses, and the same property several times.
import { checkValue } from "../../values.ts";
import type { Mention } from "../config.ts";
import { factOf, type RuleContext } from "../context.ts";
import type { Finding, Fix } from "../finding.ts";
import type { Rule } from "../rule.ts";

export const valueSyntax: Rule = {
  id: "VALUE-SYNTAX",
  find: (context) => {
    const { catalog, config } = context;
    const { qemu } = context.point();
    const mended = new Set<string>();
    return config.mentions.flatMap((mention) => {
      const feature = catalog.featureByProperty.get(mention.name);
      if (mention.isRefused === true && feature) return [refusedValue(mention)];
      if (mention.kind !== "property" || mention.form !== "value" || mention.note !== undefined) return [];
      const property = feature?.property;
      const wrong = property && checkValue(qemu, property, mention.value);
      if (!wrong) return [];
      // One fix sets all places of a property.
      const isFirst = !mended.has(mention.name);
      mended.add(mention.name);
      return [
        {
          severity: "error" as const,
          subject: mention.name,
          say: "VALUE-SYNTAX" as const,
          args: { written: `${mention.written}=${mention.value}`, quote: wrong.text },
          span: mention.span,
          facts: [factOf(feature, "property.syntax")],
          fixes: isFirst ? betterValue(mention, property.type) : [],
        },
      ];
    });
  },
};

/** What the tool above does not take: QEMU never sees it. */
const refusedValue = (mention: Mention): Omit<Finding, "rule"> => ({
  severity: "error",
  subject: mention.name,
  say: "VALUE-SYNTAX/tool",
  args: { written: mention.written, why: mention.note ?? "" },
  span: mention.span,
  facts: [],
  fixes: [],
});

/** `8191d` is 8191 to whoever wrote it, and `enabled` means on. */
function betterValue({ name, value }: Mention, type: string): readonly Fix[] {
  const number = type.startsWith("uint") ? /^(0x[0-9a-f]+|\d+)(?:[a-z]|\s.*)$/i.exec(value)?.[1] : undefined;
  const words: Readonly<Record<string, string>> = {
    "1": "on",
    enabled: "on",
    enable: "on",
    "0": "off",
    disabled: "off",
    disable: "off",
  };
  const isSwitch = type === "bit" || type === "bool" || type === "on-off-auto";
  const better = number ?? (isSwitch ? (words[value.toLowerCase()] ?? lowered(value)) : undefined);
  if (better === undefined) return [];
  return [
    {
      title: `Write ${name}=${better}`,
      isSafe: true,
      changes: [{ op: "set-property", property: name, value: better }],
    },
  ];
}

const lowered = (value: string): string | undefined =>
  /^(?:on|off|yes|no|true|false)$/i.test(value) ? value.toLowerCase() : undefined;

/** The mentions of each property that stands more than once. */
function repeated({
  config,
}: RuleContext): readonly (readonly { readonly mention: Mention; readonly index: number }[])[] {
  const groups = new Map<string, { mention: Mention; index: number }[]>();
  for (const [index, mention] of config.mentions.entries()) {
    if (mention.kind !== "property") continue;
    const group = groups.get(mention.name) ?? [];
    group.push({ mention, index });
    groups.set(mention.name, group);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

const isSame = (group: readonly { readonly mention: Mention }[]): boolean =>
  new Set(group.map(({ mention }) => mention.value)).size === 1;

export const duplicate: Rule = {
  id: "DUP",
  find: (context) =>
    repeated(context)
      .filter(isSame)
      .flatMap(([first, ...more]): Omit<Finding, "rule">[] => {
        if (!first) return [];
        const { written } = first.mention;
        return [
          {
            severity: "warning",
            subject: written,
            say: "DUP",
            args: { written, times: more.length === 1 ? "twice" : `${more.length + 1} times` },
            span: more[0]?.mention.span,
            facts: [],
            fixes: [
              {
                title: `Keep the first ${written}`,
                isSafe: true,
                changes: more.map(({ index }) => ({ op: "remove-mention", mention: index })),
              },
            ],
          },
        ];
      }),
};

export const contradiction: Rule = {
  id: "CONTRADICTION",
  find: (context) =>
    repeated(context)
      .filter((group) => !isSame(group))
      .map((group) => {
        const name = group[0]?.mention.name ?? "";
        const winner = context.mentionOf(name);
        const losers = group.filter(({ mention }) => mention !== winner);
        return {
          severity: "warning",
          subject: name,
          say: "CONTRADICTION",
          args: {
            property: name,
            written: group.map(({ mention }) => asWritten(mention)).join(" and "),
            winner: winner ? asWritten(winner) : "",
          },
          span: losers[0]?.mention.span,
          facts: [],
          fixes: [
            {
              title: `Keep only ${winner ? asWritten(winner) : name}`,
              isSafe: true,
              changes: losers.map(({ index }) => ({ op: "remove-mention", mention: index })),
            },
          ],
        };
      }),
};

const asWritten = ({ written, form, value }: Mention): string =>
  form === "plus" ? `+${written}` : form === "minus" ? `-${written}` : `${written}=${value}`;
