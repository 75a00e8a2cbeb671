import { createHash } from 'node:crypto';
import { type Piece, type StoryboardPiece, sheetOf } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { Generator, RunManner, SegmentGenerator } from '@understudy/generator';
import { PendingSeals } from '../store/pending-seals.js';
import type { SealingRight } from '../store/piece-writer.js';
import { storeWhole } from '../store/store-whole.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { generateStream } from './generate-stream.js';

/**
 * Makes one piece with the generator and seals it, readable as its bytes come; all pieces, where it makes a video as a whole only. What is there of it already is compared, and
 * so is the initialization segment that every run brings. On an error or abort what was made stays as an unsealed beginning.
 * `right` is that of the lease; undefined where no lease is needed. `onSealed` is told of each piece.
 * @throws UnderstudyError `generator_unavailable`, `generator_failed`, `generator_stalled`, `splice_mismatch`, `digest_mismatch`, `lease_lost`; the signal's reason.
 */
export async function generatePiece(
  artifact: StoredArtifact,
  piece: Piece,
  { generator, manner = {} }: { readonly generator: Generator; readonly manner?: RunManner },
  signal: AbortSignal,
  right: SealingRight | undefined,
  onSealed: (piece: Piece) => void,
): Promise<void> {
  if (typeof piece === 'string' && piece !== 'init') {
    await storeWhole(artifact, piece, await pictureOf(artifact, piece, { generator, manner }, signal), right);
  } else if (generator.resumable === 'none')
    return generateStream(artifact, { generator, manner }, signal, right, onSealed);
  else if (typeof piece === 'number')
    await generateSegment(artifact, piece, { generator, manner }, signal, right);
  else await storeWhole(artifact, piece, await generator.init(artifact.description, signal, manner), right);
  onSealed(piece);
}

/** @throws UnderstudyError `not_found` where the generator makes none. */
async function pictureOf(
  { description }: StoredArtifact,
  piece: 'poster' | StoryboardPiece,
  { generator, manner }: { readonly generator: Generator; readonly manner: RunManner },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const sheet = sheetOf(piece);
  const picture =
    sheet === undefined
      ? generator.poster?.(description, signal, manner)
      : generator.storyboardSheet?.(description, sheet, signal, manner);
  if (picture === undefined) throw new UnderstudyError('not_found', `${generator.name} makes no ${piece}`);
  return picture;
}

async function generateSegment(
  artifact: StoredArtifact,
  index: number,
  { generator, manner }: { readonly generator: SegmentGenerator; readonly manner: RunManner },
  signal: AbortSignal,
  right: SealingRight | undefined,
): Promise<void> {
  const init: Uint8Array[] = [];
  let initDone = false;
  const seals = new PendingSeals();
  // Nothing of it was shown, and it comes out with other bytes.
  const begun = artifact.state(index);
  if (generator.resumable === 'segment' && begun !== undefined) await artifact.drop(begun);
  const writer = await artifact.openWriter(index);
  artifact.guard?.making(index);
  try {
    let offset = 0;
    for await (const { piece, bytes } of generator.segment(artifact.description, index, signal, manner)) {
      if (piece === 'init') {
        init.push(bytes);
        continue;
      }
      if (!initDone) {
        confirmInit(artifact, Buffer.concat(init));
        // Its bytes are there at once; players wait for the picture, not for a disk.
        if (!artifact.isSealed('init'))
          await seals.add(storeWhole(artifact, 'init', Buffer.concat(init), right));
        initDone = true;
      }
      await writer.append(offset, bytes);
      offset += bytes.length;
    }
    signal.throwIfAborted();
    await seals.done();
    await writer.seal(offset, right);
  } finally {
    writer.release();
    await seals.settled();
  }
}

function confirmInit(artifact: StoredArtifact, bytes: Buffer): void {
  const known = artifact.manifestEntry('init');
  if (known !== undefined && createHash('sha256').update(bytes).digest('hex') !== known.sha256) {
    throw new UnderstudyError(
      'digest_mismatch',
      `the generator made another initialization segment for ${artifact.artifactId}`,
    );
  }
}
