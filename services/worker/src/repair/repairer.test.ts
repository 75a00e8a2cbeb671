import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { createDelta } from '@understudy/artifact';
import type { PeerClient } from '@understudy/peer-protocol';
import { expect, test, vi } from 'vitest';
import { temporaryArtifact } from '../testing/temporary-artifact.js';
import { Repairer, type RepairerOptions } from './repairer.js';

const bytes = Buffer.from('what the piece is');
const sealed = { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
const reader = {
  length: bytes.length,
  read: async (target: Uint8Array, position: number) => bytes.copy(target, 0, position),
};

/** A repairer that asks `nobody`, who has nothing, and then `somebody`, who has the piece. */
function repairer(): { repairer: Repairer; events: { repaired: unknown[][]; repairFailed: unknown[][] } } {
  const send: PeerClient['send'] = async ({ url, bytes: signature = Buffer.of() }) => {
    const body = url === 'http://nobody' ? [] : createDelta(Buffer.from(signature), reader);
    const answer = Object.assign(Readable.from(body), { statusCode: url === 'http://nobody' ? 404 : 200 });
    return answer as unknown as IncomingMessage;
  };
  const [repaired, repairFailed] = [vi.fn(), vi.fn()];
  const member = (id: string) => ({ id, url: `http://${id}` });
  const options = {
    client: { send },
    metadata: { readManifest: async () => [] },
    peersOf: async () => [member('nobody'), member('somebody')],
    isAlive: async () => true,
    headTimeoutMs: 1_000,
    events: { repaired, repairFailed },
  };
  return {
    repairer: new Repairer(options as unknown as RepairerOptions),
    events: { repaired: repaired.mock.calls, repairFailed: repairFailed.mock.calls },
  };
}

test('a known piece comes into a directory that is gone, with its description; that one has nothing is no failed repair', async () => {
  const { artifact } = await temporaryArtifact();
  artifact.learn({ piece: 0, ...sealed });
  const { repairer: one, events } = repairer();
  expect(await one.fetch(artifact, 0, new AbortController().signal)).toBe(true);
  expect(await readFile(artifact.state(0)?.path ?? '')).toEqual(bytes);
  expect((await readdir(artifact.directory)).filter((name) => name.endsWith('.json'))).toHaveLength(1);
  expect(events.repaired).toMatchObject([[artifact, 0, { from: 'somebody' }]]);
  expect(events.repairFailed).toEqual([]);
});
