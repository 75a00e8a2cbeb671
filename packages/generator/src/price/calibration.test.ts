import { expect, test } from 'vitest';
import { Learning, medianCalibration, parseCalibration, reference } from './calibration.js';
import { addCosts, priceOf } from './pricing.js';

test('a price is the sum of its parts, each by what is known of it', () => {
  const costs = addCosts({ life: 2, start: 0.1 }, { life: 1, text: 0.5 });
  expect(priceOf(costs, reference)).toBeCloseTo(3.6);
  expect(priceOf(costs, { machine: 2, parts: { life: 0.5 } })).toBeCloseTo(2 * (1.5 + 0.1 + 0.5));
});

test('runs teach what they were made of, and little about the rest', () => {
  const learning = new Learning();
  for (let run = 0; run < 60; run += 1) learning.note({ life: 1, start: 0.05 }, 2.1);
  const { parts } = learning.calibration;
  expect(parts['life']).toBeGreaterThan(1.8);
  expect(parts['life']).toBeLessThan(2.2);
  expect(parts['start']).toBeLessThan(1.3);
  expect(learning.runs).toBe(60);
});

test('no run and no number of runs makes a price absurd', () => {
  const learning = new Learning();
  learning.note({ life: 1 }, 1_000_000);
  expect(learning.calibration.parts['life']).toBeLessThan(1.2);
  for (let run = 0; run < 1_000; run += 1) learning.note({ life: 1 }, 1_000_000);
  expect(learning.calibration.parts['life']).toBe(8);
  for (let run = 0; run < 1_000; run += 1) learning.note({ life: 1 }, 1e-9);
  expect(learning.calibration.parts['life']).toBe(1 / 8);
  learning.note({}, 1);
  learning.note({ life: 1 }, Number.NaN);
  learning.calibrate({ life: 1 }, 1e9);
  expect(learning.calibration.machine).toBe(8);
});

test('a measured machine is so many times as slow in everything', () => {
  const learning = new Learning();
  learning.calibrate({ still: 0.3, start: 0.1 }, 0.8);
  expect(learning.calibration).toEqual({ machine: 2, parts: {} });
});

test('of several machines the median counts: one that is broken, or lies, changes nothing', () => {
  const usual = { machine: 2, parts: { life: 1.5 } };
  const broken = { machine: 8, parts: { life: 8, text: 3 } };
  expect(medianCalibration([usual, broken, usual])).toEqual({ machine: 2, parts: { life: 1.5, text: 3 } });
  expect(
    medianCalibration([
      { machine: 1, parts: {} },
      { machine: 2, parts: {} },
    ]).machine,
  ).toBe(1.5);
  expect(medianCalibration([])).toEqual(reference);
});

test('what is read back is within bounds, or is not taken', () => {
  const learning = new Learning();
  learning.restore({ machine: 3, parts: { life: 2 } });
  expect(parseCalibration(JSON.parse(JSON.stringify(learning.calibration)))).toEqual(learning.calibration);
  expect(parseCalibration({ machine: 1e9, parts: { life: -1, text: 'x', still: 1e-9 } })).toEqual({
    machine: 8,
    parts: { still: 1 / 8 },
  });
  for (const wrong of [null, 7, {}, { machine: 0, parts: {} }, { machine: 1 }, { machine: 1, parts: 3 }])
    expect(parseCalibration(wrong)).toBeUndefined();
});
