import { slotCount } from './key-slot.js';
import type { RedisAddress } from './redis-url.js';

/** Who takes writes for which slots. */
export interface ClusterSlots {
  readonly masters: readonly RedisAddress[];
  /** Whether every slot has a master. */
  readonly complete: boolean;
  masterOf(slot: number): RedisAddress | undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly master: RedisAddress;
}

export const noSlots: ClusterSlots = { masters: [], complete: false, masterOf: () => undefined };

/**
 * Reads the answer of CLUSTER SLOTS: `[from, to, [host, port, …] of the master, … of its replicas]` for each range. A node that
 * does not know its own name says null or nothing: then it is the one that was asked.
 */
export function readClusterSlots(reply: unknown, askedHost: string): ClusterSlots {
  const ranges = (reply as [number, number, [string | null, number]][]).map(
    ([from, to, [host, port]]): Range => ({
      from: Number(from),
      to: Number(to),
      master: { host: host === null || host === '' || host === '?' ? askedHost : host, port: Number(port) },
    }),
  );
  const masters = new Map(ranges.map(({ master }) => [nameOf(master), master]));
  return {
    masters: [...masters.values()],
    complete: ranges.reduce((slots, { from, to }) => slots + to - from + 1, 0) === slotCount,
    masterOf: (slot) => ranges.find(({ from, to }) => from <= slot && slot <= to)?.master,
  };
}

/** A node as the key of a map. */
export function nameOf({ host, port }: RedisAddress): string {
  return `${host}:${port}`;
}
