import type { Piece } from '@understudy/artifact';
import { expect, onTestFinished, test } from 'vitest';
import type { ProductionContext } from '../produce/production-context.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { sealPiece, temporaryArtifact } from '../testing/temporary-artifact.js';
import { until } from '../testing/until.js';
import { guardArtifact } from './watermark.js';

/** Guards an artifact of whose generator nothing comes out the same, with another worker there. Gives what is shown of a piece. */
function guard(artifact: StoredArtifact, resumable: 'segment' | 'none', waitMs: number) {
  guardArtifact(artifact, {
    generator: { resumable },
    replication: { applies: () => true },
    view: () => ({ othersInOrder: () => [{}] }),
    limits: { watermarkWaitMs: waitMs },
    events: { watermarkOpened: () => undefined },
  } as unknown as ProductionContext);
  onTestFinished(() => artifact.guard?.close());
  return {
    shown: (piece: Piece) => {
      const state = artifact.state(piece);
      return state === undefined ? 0 : artifact.guard?.released(state);
    },
    acknowledge: (piece: Piece, bytes: number) =>
      artifact.guard?.acknowledged(artifact.edition, piece, bytes),
  };
}

test('what was shown while nobody took it is not held back when somebody begins to', async () => {
  const { artifact } = await temporaryArtifact();
  const { shown, acknowledge } = guard(artifact, 'none', 10);
  const writer = await artifact.openWriter(0);
  artifact.guard?.making(0);
  await writer.append(0, Buffer.from('shown'));
  await until('it is shown after a while', () => shown(0) === 5);
  acknowledge(0, 2);
  expect(shown(0)).toBe(5);
  await writer.append(5, Buffer.from(' held'));
  expect(shown(0)).toBe(5);
  acknowledge(0, 7);
  expect(shown(0)).toBe(7);
});

test('a whole segment that was shown stays shown', async () => {
  const { artifact } = await temporaryArtifact();
  const { shown, acknowledge } = guard(artifact, 'segment', 10);
  const writer = await artifact.openWriter(0);
  artifact.guard?.making(0);
  await writer.append(0, Buffer.from('shown'));
  await writer.seal(5);
  await until('it is shown after a while', () => shown(0) === 5);
  acknowledge(0, 2);
  expect(shown(0)).toBe(5);
});

test('what an earlier process left of a video that is not complete is held until somebody has it', async () => {
  const { artifact, reopened } = await temporaryArtifact();
  await sealPiece(artifact, 'init', 'init!');
  const found = await reopened();
  const { shown, acknowledge } = guard(found, 'none', 600_000);
  expect(shown('init')).toBe(0);
  acknowledge('init', 5);
  expect(shown('init')).toBe(5);
});

test('what is complete is shown after a restart, whoever has it', async () => {
  const { artifact, reopened } = await temporaryArtifact();
  for (const piece of artifact.pieces) await sealPiece(artifact, piece, `piece ${piece}`);
  const { shown } = guard(await reopened(), 'none', 600_000);
  expect([shown('init'), shown(0)]).toEqual(['piece init'.length, 'piece 0'.length]);
});
