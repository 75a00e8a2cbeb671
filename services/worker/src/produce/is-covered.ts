import type { Want } from '@understudy/peer-protocol';

/** Whether a feed that was begun with `asked` brings all that is wanted now. */
export function isCovered(wanted: readonly Want[], asked: readonly Want[]): boolean {
  return wanted.every((want) =>
    asked.some((other) =>
      'from' in other
        ? 'from' in want
          ? want.from >= other.from && endOf(want) <= endOf(other)
          : want.piece === 'init'
        : 'piece' in want && want.piece === other.piece,
    ),
  );
}

const endOf = ({ to = Number.POSITIVE_INFINITY }: { readonly to?: number }) => to;
