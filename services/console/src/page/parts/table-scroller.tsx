import type { ComponentChildren, Ref } from 'preact';

interface TableScrollerProps {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly scroller?: Ref<HTMLElement>;
  readonly onScroll?: (event: Event) => void;
  readonly tall?: boolean;
}

/** A table that is too wide or too long scrolls by itself, by keyboard too. */
export function TableScroller({ label, children, scroller, onScroll, tall = false }: TableScrollerProps) {
  return (
    <section
      ref={scroller ?? null}
      class={tall ? 'scroller tall' : 'scroller'}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard could not scroll it.
      tabIndex={0}
      {...(onScroll !== undefined && { onScroll })}
    >
      {children}
    </section>
  );
}
