import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { TakeAway } from "./take-away.tsx";
import { TakeAwayList } from "./take-away-list.tsx";

const table = () => {
  throw new Error("asked for before the press");
};

describe("the take-away menu", () => {
  it("asks for no table before a button is pressed, and names each way out", () => {
    const list = renderToStaticMarkup(<TakeAwayList table={table} fileName="flipbit" />);
    const names = [...list.matchAll(/aria-label="([^"]+)"/g)].map(([, name]) => name);
    expect(names).toEqual(["CSV", "Markdown", "JSON"].flatMap((to) => [`Copy as ${to}`, `Download as ${to}`]));
  });

  it("is a button and a closed popover that it opens", () => {
    const menu = renderToStaticMarkup(<TakeAway table={table} />);
    const target = /popovertarget="([^"]+)"/i.exec(menu)?.[1];
    expect(target).toBeTruthy();
    expect(menu).toContain(`id="${target}" popover="auto"`);
    expect(menu).not.toContain("Copy as");
  });
});
