import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ArchiveSource } from '@understudy/archive';
import { type Piece, progressivePieces } from '@understudy/artifact';
import { descriptionDigest } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { damageOf } from '../store/damage.js';
import type { PieceState } from '../store/piece-state.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

const readBytes = 256 * 1024;

/** A complete artifact of this worker as what an upload reads. A piece found damaged is set aside, for its repair. */
export async function localSource(artifact: StoredArtifact, fingerprint: string): Promise<ArchiveSource> {
  const sealedState = (piece: Piece) => {
    const state = artifact.state(piece);
    if (state?.sha256 === undefined)
      throw new UnderstudyError('not_found', `piece ${piece} of ${artifact.artifactId} is not here any more`);
    return state;
  };
  const description = JSON.parse(artifact.canonical);
  return {
    artifactId: artifact.artifactId,
    fingerprint,
    digest: descriptionDigest(description),
    description,
    pieces: progressivePieces(artifact.plan.segmentCount).map((piece) => {
      const { length, sha256 = '' } = sealedState(piece);
      return { piece, length, sha256 };
    }),
    poster: await posterOf(artifact),
    read: (piece) => readPiece(artifact, sealedState(piece)),
    onDamaged: (piece) => {
      const state = artifact.state(piece);
      if (state !== undefined) void artifact.setAside(state, 'digest', 'read');
    },
  };
}

/** A file that is gone or that the disk does not give is set aside like one with wrong bytes: otherwise every upload would fail at it. */
async function* readPiece(artifact: StoredArtifact, state: PieceState): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(state.path, { highWaterMark: readBytes }) as AsyncIterable<Buffer>;
  } catch (cause) {
    const damage = damageOf(cause);
    if (damage === undefined) throw cause;
    await artifact.setAside(state, damage, 'read');
    const why = `piece ${state.piece} of ${artifact.artifactId} cannot be read: it is not archived`;
    throw new UnderstudyError('digest_mismatch', why, { cause });
  }
}

/** The poster, where it is here and good: it can be made again, so it is not waited for. */
async function posterOf(artifact: StoredArtifact): Promise<ArchiveSource['poster']> {
  const state = artifact.state('poster');
  if (state?.sha256 === undefined) return undefined;
  try {
    const bytes = await readFile(state.path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 === state.sha256) return { bytes, sha256 };
    await artifact.setAside(state, 'digest', 'read');
  } catch (error) {
    const damage = damageOf(error);
    if (damage === undefined) throw error;
    await artifact.setAside(state, damage, 'read');
  }
  return undefined;
}
