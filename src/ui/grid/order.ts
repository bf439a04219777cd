// Brings the children of an element into an order without moving the one that has the focus: moving it would take the focus away.

/** Puts `wanted` into their order in `parent`; other children end up behind them or stay in front. */
export function putInOrder(parent: Element, wanted: readonly Element[]): void {
  if (isInOrder(wanted)) return;
  const fixed = wanted.findIndex((child) => child.contains(document.activeElement));
  wanted.slice(0, Math.max(fixed, 0)).forEach((child) => parent.insertBefore(child, wanted[fixed] ?? null));
  wanted.slice(fixed + 1).forEach((child) => parent.append(child));
}

const isInOrder = (children: readonly Element[]): boolean =>
  children.every((child, index) => {
    const next = children[index + 1];
    return next === undefined || (child.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  });
