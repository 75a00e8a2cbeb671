import type { Member, Placement } from '@understudy/client';
import { expect, test } from 'vitest';
import { explainPlacement, pastedVideo } from './explain-placement.js';

const worker = (id: string, state: Member['state'] = 'active'): Member => ({
  ...{ id, state, url: 'http://w', pid: 1, zone: 'a', capacity: 1, warmth: 1, generators: [] },
});
const placement = (fields: Partial<Placement>): Placement => ({
  ...{ id: 'seven', contentId: '7', slot: 5, epoch: 2, pool: 0, master: 'w1', replica: 'w2' },
  ...{ holders: [], silent: [] },
  ...fields,
});

test('master and replica come first, then whoever else has it; who has nothing to do with it is not named', () => {
  const holders = [
    { worker: 'w3', bytes: 70, complete: true, players: 2 },
    { worker: 'w1', bytes: 40, complete: false, players: 0 },
  ];
  const parts = explainPlacement(
    placement({ holders }),
    ['w1', 'w2', 'w3', 'w4'].map((id) => worker(id)),
  );
  expect(parts.map(({ worker: id, role, bytes, complete }) => [id, role, bytes, complete])).toEqual([
    ['w1', 'master', 40, false],
    ['w2', 'replica', undefined, false],
    ['w3', 'other', 70, true],
  ]);
  for (const { why } of parts) expect(why).toMatch(/\.$/);
});

test('who does not answer is not said to have nothing', () => {
  // The one that timed out may be there again when it is asked for its state.
  const parts = explainPlacement(placement({ silent: ['w1', 'w3'] }), [
    worker('w1', 'unreachable'),
    worker('w2'),
    worker('w3'),
  ]);
  expect(parts.map(({ unknown }) => unknown)).toEqual([true, false, true]);
  expect(parts.map(({ why }) => why)).toEqual([
    expect.stringContaining('does not answer'),
    expect.stringContaining('Second'),
    expect.stringContaining('is not known'),
  ]);
});

test('a ring of one worker has no replica', () => {
  expect(explainPlacement(placement({ replica: null }), [worker('w1')])).toHaveLength(1);
});

test.each([
  ' 11hH6xakHdQzSFRpRqN5SfvN\n',
  'https://video.example/watch/11hH6xakHdQzSFRpRqN5SfvN?t=3',
  '/v/11hH6xakHdQzSFRpRqN5SfvN/video.mp4',
])('%s has the ID of a video', (text) => {
  expect(pastedVideo(text)).toBe('11hH6xakHdQzSFRpRqN5SfvN');
});
