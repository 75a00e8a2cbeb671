import type { RingShare } from '@understudy/client';

/** A part of the ring's circle, in turns from its top, clockwise. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

export interface WorkerArc extends Arc {
  readonly worker: RingShare;
  /** Of all slots. */
  readonly share: number;
}

export interface ZoneArc extends Arc {
  readonly zone: string;
}

/**
 * Every worker's share of a pool's slots as an arc, those of a zone beside each other. Slots lie scattered over the ring: an arc shows how
 * many, not which. A worker that is not on the ring (draining) has an arc of no length.
 */
export function workerArcs(workers: readonly RingShare[], slots: number): WorkerArc[] {
  const order = workers.toSorted((a, b) => compare(a.zone, b.zone) || compare(a.id, b.id));
  let from = 0;
  return order.map((worker) => {
    const share = worker.master / slots;
    const arc = { worker, share, from, to: from + share };
    from = arc.to;
    return arc;
  });
}

/** One arc around the workers of each zone. */
export function zoneArcs(arcs: readonly WorkerArc[]): ZoneArc[] {
  const zones: ZoneArc[] = [];
  for (const { worker, from, to } of arcs) {
    const last = zones.at(-1);
    if (last?.zone === worker.zone) zones[zones.length - 1] = { ...last, to };
    else zones.push({ zone: worker.zone, from, to });
  }
  return zones.filter(({ from, to }) => to > from);
}

/** A point of a circle around 0, 0. */
export function pointAt(turn: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = turn * 2 * Math.PI;
  return { x: round(Math.sin(angle) * radius), y: round(-Math.cos(angle) * radius) };
}

/** The SVG path of an arc. A whole circle is two halves: SVG draws nothing from a point to itself. */
export function arcPath({ from, to }: Arc, radius: number): string {
  const half = (from + to) / 2;
  const start = pointAt(from, radius);
  const middle = pointAt(half, radius);
  const end = pointAt(to, radius);
  return `M${start.x} ${start.y}A${radius} ${radius} 0 0 1 ${middle.x} ${middle.y}A${radius} ${radius} 0 0 1 ${end.x} ${end.y}`;
}

/** The same arc with a gap at both ends, so that neighbours can be told apart; a whole circle has none. */
export function withGap({ from, to }: Arc, gap: number): Arc {
  const room = to - from >= 1 ? 0 : Math.min(gap, (to - from) / 4);
  return { from: from + room, to: to - room };
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
