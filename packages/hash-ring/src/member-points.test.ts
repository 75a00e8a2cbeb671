import { expect, test } from 'vitest';
import { memberPoints, pointsPerDigest } from './member-points.js';

test.each([1, 7, 14, 28, 39, 40, 41, 128])('%s digests give exactly eight points each', (digests) => {
  const points = memberPoints('w1', digests);
  expect(points).toHaveLength(digests * pointsPerDigest);
  // All of a digest's bytes are used: points that share a place would be put at 0.
  expect(new Set(points).size).toBe(points.length);
});

test('points lie all over the ring', () => {
  const points = memberPoints('w1', 128);
  const quarters = [0, 0, 0, 0];
  for (const point of points)
    quarters[Math.floor(point / 2 ** 30)] = (quarters[Math.floor(point / 2 ** 30)] ?? 0) + 1;
  for (const count of quarters) expect(count).toBeGreaterThan(points.length / 5);
});

test('more points keep those there are', () => {
  const more = new Set(memberPoints('w1', 16));
  expect(memberPoints('w1', 8).every((point) => more.has(point))).toBe(true);
});

test('names cannot be confused with one another, nor with properties of objects', () => {
  const names = ['__proto__', 'constructor', 'w1', 'w1-0', 'w1:80', 'w1:0', ' w1'];
  const firsts = names.map((name) => memberPoints(name, 1).join());
  expect(new Set(firsts).size).toBe(names.length);
});
