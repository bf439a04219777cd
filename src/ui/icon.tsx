import type { ReactNode } from "react";

const GLYPHS = {
  close: <path d="M3 3l10 10M13 3L3 13" />,
  check: <path d="M2.5 8.5l3.5 3.5 7.5-8" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M3.5 10.5h-1v-8h8v1" />
    </>
  ),
  link: (
    <>
      <path d="M7 9a3 3 0 0 0 4.2 0l2-2A3 3 0 0 0 9 2.800l-.8.8" />
      <path d="M9 7a3 3 0 0 0-4.2 0l-2 2A3 3 0 0 0 7 13.200l.8-.8" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.500L14 14" />
    </>
  ),
  auto: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.500v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />
    </>
  ),
  light: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.400M11.6 11.600L13 13M13 3l-1.4 1.400M4.4 11.600L3 13" />
    </>
  ),
  dark: <path d="M13 9.500A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.500z" />,
  chevron: <path d="M6 3.500L10.5 8 6 12.5" />,
  download: <path d="M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.500h11" />,
  swap: <path d="M2.500 5.500h10M9.500 2.500l3 3-3 3M13.500 10.500h-10M6.500 7.500l-3 3 3 3" />,
  settings: <path d="M2 4.500h7M13 4.500h1M2 11.500h1M7 11.500h7M11 2.500v4M5 9.500v4" />,
  warning: <path d="M8 2l6.5 11.500h-13zM8 6.500v3.500M8 11.800v.2" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.500V11M8 5v.2" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof GLYPHS;

/** A 16-unit line glyph in the text's colour; decoration only, the words are beside it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {GLYPHS[name]}
    </svg>
  );
}
