import { expect, test } from 'vitest';
import { arcPath, pointAt, withGap, workerArcs, zoneArcs } from './ring-geometry.js';

const worker = (id: string, zone: string, master: number) => ({
  ...{ id, zone, master, replica: 0 },
  ...{ state: 'active' as const, capacity: 1 },
});

test('arcs follow each other, those of a zone together, and end where they began', () => {
  const arcs = workerArcs([worker('w10', 'a', 25), worker('w2', 'a', 25), worker('w1', 'b', 50)], 100);
  expect(arcs.map(({ worker: { id }, from, to }) => [id, from, to])).toEqual([
    ['w2', 0, 0.25],
    ['w10', 0.25, 0.5],
    ['w1', 0.5, 1],
  ]);
  expect(zoneArcs(arcs)).toEqual([
    { zone: 'a', from: 0, to: 0.5 },
    { zone: 'b', from: 0.5, to: 1 },
  ]);
});

test('a worker that is not on the ring has no length, and its zone is not drawn for it', () => {
  const arcs = workerArcs([worker('w1', 'a', 100), worker('w2', 'b', 0)], 100);
  expect(arcs[1]).toMatchObject({ share: 0, from: 1, to: 1 });
  expect(zoneArcs(arcs)).toEqual([{ zone: 'a', from: 0, to: 1 }]);
});

test('turns go clockwise from the top', () => {
  expect(pointAt(0, 10)).toEqual({ x: 0, y: -10 });
  expect(pointAt(0.25, 10)).toEqual({ x: 10, y: -0 });
  expect(pointAt(0.5, 10)).toEqual({ x: 0, y: 10 });
});

test('a whole circle is drawn, as two halves', () => {
  expect(arcPath({ from: 0, to: 1 }, 10)).toBe('M0 -10A10 10 0 0 1 0 10A10 10 0 0 1 0 -10');
});

test('the gap between neighbours never eats an arc up, and a whole circle has none', () => {
  expect(withGap({ from: 0, to: 1 }, 0.01)).toEqual({ from: 0, to: 1 });
  expect(withGap({ from: 0, to: 0.5 }, 0.01)).toEqual({ from: 0.01, to: 0.49 });
  const tiny = withGap({ from: 0.5, to: 0.504 }, 0.01);
  expect(tiny.to - tiny.from).toBeCloseTo(0.002);
});
