import type { Logger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createEvents } from '../events.js';

test('a line that is about another worker has it in a field of its own: `worker` is who says it, on every line', () => {
  const lines: object[] = [];
  const log = (fields: object) => void lines.push(fields);
  const events = createEvents({ info: log, warn: log } as unknown as Logger, new Registry());
  const artifact = { contentId: 1n, artifactId: 'a' } as Parameters<typeof events.moveOffered>[0];
  events.moveOffered(artifact, 'w2', 'balance');
  events.moveRefused('w2', new Error('no'));
  events.moveWithoutRoom('w2');
  events.replicaRefused(artifact, 'w2', new Error('no'));
  events.relayed('r', 1n, 'w2');
  events.relayCut('r', 1n, 'w2', new Error('no'));
  expect(lines.length).toBe(6);
  for (const line of lines) {
    expect(line).toMatchObject({ other: 'w2' });
    expect(line).not.toHaveProperty('worker');
  }
});
