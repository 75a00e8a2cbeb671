import type { Stream } from '@understudy/client';

/** What a table of streams can be ordered by, the most first. */
export const orders = {
  ageMs: 'age',
  silenceMs: 'silence',
  moves: 'moves',
  bytes: 'bytes',
} as const;
export type Order = keyof typeof orders;

/** The order that is named in an address; the oldest first where none is. */
export function orderOf(name: string | undefined): Order {
  return name !== undefined && Object.hasOwn(orders, name) ? (name as Order) : 'ageMs';
}

/** The streams that have the text in their video, request, worker, router or part, in order. */
export function orderStreams(streams: readonly Stream[], order: Order, find: string): readonly Stream[] {
  const wanted = find.trim().toLowerCase();
  return streams
    .filter(({ video, requestId, worker, router, part }) =>
      [video, requestId, worker, router, part].join(' ').toLowerCase().includes(wanted),
    )
    .toSorted((a, b) => b[order] - a[order]);
}
