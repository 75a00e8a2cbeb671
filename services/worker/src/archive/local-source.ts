import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ArchiveSource } from '@understudy/archive';
import { type Piece, progressivePieces } from '@understudy/artifact';
import { descriptionDigest } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import type { StoredArtifact } from '../store/stored-artifact.js';

const readBytes = 256 * 1024;

/** A complete artifact of this worker as what an upload reads. A piece found damaged is set aside, for its repair. */
export async function localSource(artifact: StoredArtifact, fingerprint: string): Promise<ArchiveSource> {
  const sealedState = (piece: Piece) => {
    const state = artifact.state(piece);
    if (state?.sha256 === undefined)
      throw new UnderstudyError('not_found', `piece ${piece} of ${artifact.artifactId} is not here any more`);
    return { ...state, sha256: state.sha256 };
  };
  const description = JSON.parse(artifact.canonical);
  return {
    artifactId: artifact.artifactId,
    fingerprint,
    digest: descriptionDigest(description),
    description,
    pieces: progressivePieces(artifact.plan.segmentCount).map((piece) => {
      const { length, sha256 } = sealedState(piece);
      return { piece, length, sha256 };
    }),
    poster: await posterOf(artifact),
    read: (piece) => createReadStream(sealedState(piece).path, { highWaterMark: readBytes }),
    onDamaged: (piece) => {
      const state = artifact.state(piece);
      if (state !== undefined) void artifact.setAside(state, 'digest', 'read');
    },
  };
}

/** The poster, where it is here and good: it can be made again, so it is not waited for. */
async function posterOf(artifact: StoredArtifact): Promise<ArchiveSource['poster']> {
  const state = artifact.state('poster');
  if (state?.sha256 === undefined) return undefined;
  const bytes = await readFile(state.path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return sha256 === state.sha256 ? { bytes, sha256 } : undefined;
}
