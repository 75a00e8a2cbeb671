import type { Piece, SealedPiece } from '@understudy/artifact';
import { faultPoint } from '@understudy/fault-points';
import type { S3Objects, StoredPart } from '../s3/s3-objects.js';
import {
  readUploadState,
  removeUploadState,
  type SentPart,
  type UploadState,
  writeUploadState,
} from './upload-state.js';
import { type Part, verifiedParts } from './verified-parts.js';

/** The bytes of a complete artifact, on this machine. */
export interface UploadSource {
  /** The pieces of the progressive MP4, in order. */
  readonly pieces: readonly SealedPiece[];
  read(piece: Piece): AsyncIterable<Uint8Array>;
  /** Told of a piece whose bytes are not those of its digest. */
  onDamaged(piece: Piece): void;
}

export interface UploadOptions {
  /** Where the state of the upload is kept, so that it is gone on with after a crash. */
  readonly statePath: string;
  readonly partBytes: number;
  /** Parts sent at once. So many and two more are in memory. */
  readonly parallelParts: number;
  /** Waited for before each part: keeps to a rate, or waits while the machine has better to do. */
  readonly beforePart: (bytes: number, signal: AbortSignal) => Promise<void>;
}

/** S3 takes no more parts than this. */
const maxParts = 10_000;

/**
 * Uploads the video object. What an upload that was broken off left is gone on with; uploads of others for the same object are
 * aborted, so call it under a lease. When it throws, what was sent is kept for the next try, unless the bytes were wrong.
 * @throws UnderstudyError `archive_unavailable`, `digest_mismatch`; the signal's reason.
 */
export async function uploadVideo(
  objects: S3Objects,
  key: string,
  source: UploadSource,
  options: UploadOptions,
  signal: AbortSignal,
): Promise<void> {
  const { statePath } = options;
  const total = source.pieces.reduce((sum, { length }) => sum + length, 0);
  const partBytes = Math.max(options.partBytes, Math.ceil(total / maxParts));
  const { state, stored } = await goOnOrBegin(objects, key, partBytes, statePath, signal);
  const upload = { key, uploadId: state.uploadId };
  const sent = new Map<number, SentPart>(state.parts.map((part) => [part.number, part]));
  const parts: StoredPart[] = [];

  const send = async ({ number, bytes, sha256 }: Part): Promise<void> => {
    const known = sent.get(number);
    const there = stored.get(number);
    if (known?.sha256 === sha256 && known.etag === there?.etag && there.length === bytes.length) {
      parts.push(there);
      return;
    }
    await options.beforePart(bytes.length, signal);
    faultPoint('archive.part');
    const etag = await objects.uploadPart(upload, number, bytes, signal);
    parts.push({ number, etag, length: bytes.length });
    sent.set(number, { number, etag, sha256 });
    await saved(() => writeUploadState(statePath, { ...state, parts: [...sent.values()] }));
    faultPoint('archive.part-noted');
  };
  const saved = inTurn();

  try {
    await inParallel(
      verifiedParts(source.pieces, source.read, partBytes, source.onDamaged),
      options.parallelParts,
      send,
    );
  } catch (error) {
    // Only what was found wrong here is not worth keeping.
    if ((error as { code?: string }).code === 'digest_mismatch') {
      await objects.abortUpload(upload, signal);
      await removeUploadState(statePath);
    }
    throw error;
  }
  faultPoint('archive.sent');
  await objects.completeUpload(
    upload,
    parts.sort((a, b) => a.number - b.number),
    signal,
  );
  faultPoint('archive.completed');
}

/** Goes on with our own upload if the server still knows it; aborts whatever else was begun for the object. */
async function goOnOrBegin(
  objects: S3Objects,
  key: string,
  partBytes: number,
  statePath: string,
  signal: AbortSignal,
): Promise<{ state: UploadState; stored: Map<number, StoredPart> }> {
  const known = await readUploadState(statePath);
  const ours = known?.partBytes === partBytes ? known : undefined;
  for (const { key: other, uploadId } of await objects.listUploads(key, signal))
    if (other === key && uploadId !== ours?.uploadId) await objects.abortUpload({ key, uploadId }, signal);
  const stored =
    ours === undefined ? undefined : await objects.listParts({ key, uploadId: ours.uploadId }, signal);
  if (ours !== undefined && stored !== undefined)
    return { state: ours, stored: new Map(stored.map((part) => [part.number, part])) };
  const uploadId = await objects.beginUpload(key, 'video/mp4', signal);
  // Killed here, nobody knows the upload: whoever comes next for this object finds and aborts it.
  faultPoint('archive.begun');
  const state = { uploadId, partBytes, parts: [] };
  await writeUploadState(statePath, state);
  return { state, stored: new Map() };
}

/** Runs `work` for each item, `limit` at once; the next item is taken when one has ended. Throws the first error when all have ended. */
async function inParallel<T>(
  items: AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const item of items) {
      const run = work(item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(run));
      running.add(run);
      if (running.size >= limit) await Promise.race(running);
      if (failures.length > 0) throw failures[0];
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}

/** Runs what it is given one after the other. */
function inTurn(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work);
    return last;
  };
}
