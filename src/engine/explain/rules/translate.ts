// QEMU's names in libvirt's words, for those who found a list of flags and have no place to put it.
import { factOf, propertyOf } from "../context.ts";
import type { Rule } from "../rule.ts";

const ELEMENT = /^<(\w+)(?:[^>]*\bname='([^']*)')?/;

export const translate: Rule = {
  id: "TRANSLATE",
  find: (context) => {
    if (context.kind !== "qemu" && context.kind !== "qemu-cpu") return [];
    const asked = context.catalog.features.filter(
      (feature) =>
        (feature.family === "hyperv" || feature.family === "kvm") &&
        feature.kind !== "switch" &&
        context.asked(propertyOf(feature)) !== undefined,
    );
    if (!asked.some(({ family }) => family === "hyperv")) return [];
    const [first] = asked;
    const elsewhere = asked.filter(({ libvirt }) => libvirt?.on !== undefined && libvirt.path !== "features/hyperv");
    const unsayable = asked.filter(({ libvirt }) => libvirt?.on === undefined || libvirt.since === null);
    const places = elsewhere.map((feature) => {
      const [, element = "", name] = ELEMENT.exec(feature.libvirt?.on ?? "") ?? [];
      return `${propertyOf(feature)} is ${name === undefined ? "" : `${name} `}${element} in ${feature.libvirt?.path ?? ""}`;
    });
    const rest =
      unsayable.length === 0 ? [] : [`${unsayable.map(propertyOf).join(", ")} needs QEMU arguments of its own`];
    return [
      {
        severity: "info",
        subject: "hv_*",
        say: "TRANSLATE",
        args: { places: [...places, ...rest].map((text) => `; ${text}`).join("") },
        span: context.spanOf(first ? propertyOf(first) : ""),
        facts: asked.map((feature) => factOf(feature, "libvirt")),
        fixes: [],
      },
    ];
  },
};
