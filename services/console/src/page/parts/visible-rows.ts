/** Which rows of a long table are drawn, and how much room those before and after them take. */
export interface VisibleRows {
  readonly from: number;
  readonly to: number;
  readonly beforePx: number;
  readonly afterPx: number;
}

export interface Viewport {
  readonly rows: number;
  readonly rowPx: number;
  readonly scrolledPx: number;
  readonly heightPx: number;
}

/** Drawn beyond both edges, so that a quick scroll shows no gap. */
const spare = 15;

export function visibleRows({ rows, rowPx, scrolledPx, heightPx }: Viewport): VisibleRows {
  const first = Math.floor(scrolledPx / rowPx) - spare;
  const last = Math.ceil((scrolledPx + heightPx) / rowPx) + spare;
  // The list may have become shorter than where it is scrolled to.
  const to = Math.min(rows, Math.max(0, last));
  const from = Math.max(0, Math.min(first, to));
  return { from, to, beforePx: from * rowPx, afterPx: (rows - to) * rowPx };
}
