import { randomBytes } from 'node:crypto';
import type { RevocationList } from '@understudy/metadata-store';
import { expect, onTestFinished, test } from 'vitest';
import { Playback } from './playback.js';
import type { PlaybackEvents } from './playback-events.js';

const secret = randomBytes(32);
const videoId = 7n;

async function open(readRevocations: () => Promise<RevocationList>): Promise<Playback> {
  const playback = await Playback.open({
    config: {
      ...{ secrets: [{ kid: 'a', secret: randomBytes(32) }], jwks: undefined },
      ...{ jwksRefreshS: 60, jwksTimeoutMs: 1_000, clockToleranceS: 0, expiry: 'finish' },
      ...{ grantS: 60, pollMs: 900 },
    },
    ...{ secrets: [secret] as const, ids: { decode: () => videoId }, store: { readRevocations } },
    events: { revocations() {}, playbackRefused() {} } as unknown as PlaybackEvents,
  });
  onTestFinished(() => playback.close());
  return playback;
}

test('a grant admits nobody until it is known what was revoked: all grants of before a time may be', async () => {
  const knowing = await open(async () => ({ revision: '', entries: [] }));
  expect(await knowing.readRevocations()).toBe(true);
  const claims = { subject: '*', expiresAtS: Date.now() / 1_000 + 60, issuedAtS: undefined };
  const bearer = {
    ...{ videoId, token: undefined, authorization: undefined, address: '192.0.2.1' },
    grant: knowing.grantFor(videoId, {
      ...{ ...claims, tokenId: undefined, viewer: undefined, addresses: undefined, streams: undefined },
    }),
  };
  expect(await knowing.admit(bearer)).toMatchObject({ claims: undefined });
  const ignorant = await open(() => Promise.reject(new Error('away')));
  await expect(ignorant.admit(bearer)).rejects.toMatchObject({ code: 'no_worker_available' });
});
