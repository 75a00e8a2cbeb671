import { parseDescription, planSegments } from '@understudy/description';
import { flatPricing } from '@understudy/generator';
import { expect, test } from 'vitest';
import { Prices } from './prices.js';

const parsed = parseDescription({
  ...{ title: 'long', width: 64, height: 64, fps: 30 },
  scenes: Array.from({ length: 15 }, () => ({
    duration: 120,
    source: { type: 'still', color: '#204060' },
  })),
});

/** A description that counts how often its scenes are looked at: each plan that is made does. */
function counted() {
  let looks = 0;
  const description = {
    ...parsed,
    get scenes() {
      looks += 1;
      return parsed.scenes;
    },
  };
  const plan = planSegments(description);
  const before = looks;
  return { artifact: { description, plan }, looks: () => looks - before };
}

test('the price of a long video is found without planning it anew for each piece', () => {
  const { artifact, looks } = counted();
  const prices = new Prices({ resumable: 'byte', pricing: flatPricing('any', false) });
  const sum = artifact.plan.segments.reduce((all, { index }) => all + prices.ofPiece(artifact, index), 0);
  expect(sum).toBeCloseTo(1_800);
  expect(artifact.plan.segmentCount).toBeGreaterThan(200);
  expect(looks()).toBe(0);
});

test('whatever piece is asked for of what is made as a whole, the run is paid for', () => {
  const { artifact } = counted();
  const prices = new Prices({ resumable: 'none' });
  for (const piece of ['init', 0, 7] as const)
    expect(prices.ofPiece(artifact, prices.paidWith(piece))).toBeCloseTo(1_800);
  expect(prices.paidWith('poster')).toBe('poster');
});
