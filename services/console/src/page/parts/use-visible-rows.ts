import { useState } from 'preact/hooks';
import { type VisibleRows, visibleRows } from './visible-rows.js';

/** Rows are drawn again in steps of so many: those to spare are enough for one. */
const stepRows = 10;
/** Until it was scrolled, its height is not asked for: this is more than any. */
const firstHeightPx = 1_200;

/** The rows of a table in a `TableScroller` that are drawn, and what that is to be told. All rows are `rowPx` high. */
export function useVisibleRows(
  rows: number,
  rowPx: number,
): VisibleRows & { readonly onScroll: (event: Event) => void } {
  const [{ scrolledPx, heightPx }, setView] = useState({ scrolledPx: 0, heightPx: firstHeightPx });
  const onScroll = ({ currentTarget }: Event) => {
    const { scrollTop, clientHeight } = currentTarget as HTMLElement;
    const stepPx = stepRows * rowPx;
    const scrolledPx = Math.floor(scrollTop / stepPx) * stepPx;
    // The same is not drawn again.
    setView((last) =>
      last.scrolledPx === scrolledPx && last.heightPx === clientHeight
        ? last
        : { scrolledPx, heightPx: clientHeight },
    );
  };
  return { ...visibleRows({ rows, rowPx, scrolledPx, heightPx }), onScroll };
}
