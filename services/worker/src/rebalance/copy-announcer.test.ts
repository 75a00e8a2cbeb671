import { UnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { CopyAnnouncer } from './copy-announcer.js';

const artifact = (artifactId: string) =>
  ({ artifactId, sealedPieces: () => [{}] }) as unknown as StoredArtifact;
const rest = () => new Promise((resolve) => setImmediate(resolve));

test('all copies are told once; what a store that is away does not take is told when it is there', async () => {
  const told: string[] = [];
  let away = true;
  const announcer = new CopyAnnouncer(
    () => ['x', 'y', 'z'].map(artifact),
    async ({ artifactId }) => {
      if (away && artifactId === 'y') throw new UnderstudyError('metadata_unavailable', 'away');
      told.push(artifactId);
    },
  );
  announcer.epochSeen(5);
  await rest();
  expect(told).toEqual(['x']);
  away = false;
  announcer.goOn();
  await rest();
  announcer.epochSeen(6);
  await rest();
  expect(told).toEqual(['x', 'y', 'z']);
  // A lower epoch is that of a store that was put back to an earlier state.
  announcer.epochSeen(4);
  await rest();
  expect(told).toEqual(['x', 'y', 'z', 'x', 'y', 'z']);
});
