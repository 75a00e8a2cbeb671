import { expect, test } from 'vitest';
import { Circuit } from './circuit.js';

test('after a failure nobody asks for a while, then one does, and its success lets everybody in', () => {
  let nowMs = 0;
  const circuit = new Circuit(1_000, () => nowMs);
  expect([circuit.admit(), circuit.admit()]).toEqual([true, true]);
  circuit.failed();
  nowMs = 999;
  expect(circuit.admit()).toBe(false);
  nowMs = 1_000;
  expect([circuit.admit(), circuit.admit()]).toEqual([true, false]);
  circuit.failed();
  nowMs = 2_000;
  expect(circuit.admit()).toBe(true);
  circuit.succeeded();
  expect([circuit.admit(), circuit.admit()]).toEqual([true, true]);
});
