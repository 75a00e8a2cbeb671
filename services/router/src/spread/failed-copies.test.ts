import type { Member } from '@understudy/metadata-store';
import type { ArtifactStatus } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import type { Upstream } from '../play/upstream.js';
import { KnownCopies } from './known-copies.js';
import { Spread } from './spread.js';
import { WorkerLoads } from './worker-loads.js';

const workers = ['a', 'b', 'c', 'd'].map((id) => ({ id, url: `http://${id}` }));
const [a, b, c] = workers as [Upstream, Upstream, Upstream];
const request = { contentId: 1n, part: 'video.mp4', method: 'GET' } as const;

test('who failed for one request is asked for its copy all the same, for the others', async () => {
  const loads = new WorkerLoads(1);
  loads.retain(workers.map((worker) => ({ ...worker, capacity: 1, state: 'active' }) as unknown as Member));
  const asked: Upstream[] = [];
  const ask = async (worker: Upstream) => {
    asked.push(worker);
    return { artifactId: 'x', complete: worker !== c } as ArtifactStatus;
  };
  const spread = new Spread({
    loads,
    copies: new KnownCopies({ ask }),
    loadFactor: 9,
    isAlive: (worker) => worker.id !== 'd',
    mayFill: () => true,
    onSpread: () => {},
    random: () => 0,
  });
  for (const worker of [a, b, b]) spread.opened(worker, 1n);
  const hasFailed = new Set(['a']);
  spread.choose(b, request, workers, hasFailed);
  expect(asked).toEqual(workers);
  await new Promise(setImmediate);
  // Who has failed is not asked for the response, and neither is who does not live.
  expect(spread.choose(b, request, workers, hasFailed)).toBe(b);
  expect(spread.choose(b, request, workers, new Set())).toBe(a);
});
