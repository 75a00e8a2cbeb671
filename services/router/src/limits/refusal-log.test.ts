import { expect, test } from 'vitest';
import { periodMs, RefusalLog } from './refusal-log.js';

function logOf(kept = 1_000) {
  const lines: string[] = [];
  const log = new RefusalLog(kept, (limit, address, count) => lines.push(`${limit} ${address} ${count}`));
  return { log, lines };
}

test('an address has one line in a period, and the next one says how many there were since', () => {
  const { log, lines } = logOf();
  for (let each = 0; each < 1_000; each += 1) log.note('requests', 'a', each);
  log.note('requests', 'b', 0);
  log.note('connections', 'a', 0);
  expect(lines).toEqual(['requests a 1', 'requests b 1', 'connections a 1']);
  log.note('requests', 'a', periodMs);
  expect(lines.at(-1)).toBe('requests a 1000');
});

test('many addresses have no more than so many lines in a period', () => {
  const { log, lines } = logOf();
  for (let each = 0; each < 1_000; each += 1) log.note('requests', `a${each}`, 0);
  expect(lines).toHaveLength(100);
  log.note('requests', 'b', periodMs);
  expect(lines).toHaveLength(101);
});

test('those that had no line because there were too many are counted for their first', () => {
  const { log, lines } = logOf();
  for (let each = 0; each < 100; each += 1) log.note('requests', `a${each}`, 0);
  for (let each = 0; each < 1_000; each += 1) log.note('requests', 'b', 1);
  expect(lines).toHaveLength(100);
  log.note('requests', 'b', periodMs);
  expect(lines.at(-1)).toBe('requests b 1001');
});
