// Copying without asking anybody: the clipboard API where it is allowed, else the old selection command.

/** Copies a text. Resolves to false when neither way works, so that the caller can say so. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Selects what an element shows, so that the reader can copy it; false where nothing can be selected. */
export function selectContents(element: Element): boolean {
  const selection = getSelection();
  selection?.selectAllChildren(element);
  return selection !== null;
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.style.cssText = "position:fixed;inset-block-start:-100px;opacity:0";
  const before = document.activeElement;
  // A modal dialog makes the rest of the page inert, so the helper has to sit inside it.
  (before?.closest("dialog") ?? document.body).append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
