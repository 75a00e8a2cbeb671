import { open } from 'node:fs/promises';
import type { Piece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { FeedFrame, FeedRequest, Want } from '@understudy/peer-protocol';
import type { StoredArtifact } from '../store/stored-artifact.js';

export interface FeedOptions {
  readonly beatIntervalMs: number;
  /** Whether more of the artifact is made here. A feed of something that is not gone on with here ends. */
  readonly isProducing: () => boolean;
  /** How many players read the artifact here: tells the follower whether anybody needs it to step in. */
  readonly readers: () => number;
  /** Told whenever the follower was given all there is. */
  readonly onCaughtUp: () => void;
}

const readBytes = 256 * 1024;

/** The frames of a feed, as `feed.ts` of the protocol has them, until the artifact is complete here or nobody makes more of it. */
export async function* feedFrames(
  artifact: StoredArtifact,
  request: FeedRequest,
  options: FeedOptions,
  signal: AbortSignal,
): AsyncGenerator<FeedFrame> {
  yield {
    type: 'meta',
    meta: {
      artifactId: artifact.artifactId,
      description: artifact.canonical,
      beatIntervalMs: options.beatIntervalMs,
      readers: options.readers(),
      manifest: artifact.sealedPieces(),
    },
  };
  const { edition } = artifact;
  const done = new Set(request.sealed);
  const sent = new Map(request.partial.map(({ piece, bytes }) => [piece, bytes]));
  const pieces = inOrderOfWants([...artifact.pieces, 'poster'], request.wants);
  let beatAtMs = performance.now() + options.beatIntervalMs;

  for (;;) {
    if (artifact.edition !== edition) {
      throw new UnderstudyError(
        'splice_mismatch',
        `a piece of ${artifact.artifactId} gave way to the accepted one`,
      );
    }
    let quiet = true;
    for (const piece of pieces) {
      if (done.has(piece)) continue;
      for await (const frame of newFramesOf(artifact, piece, sent)) {
        quiet = false;
        yield frame;
        if (frame.type === 'seal') done.add(piece);
      }
    }
    if (performance.now() >= beatAtMs) {
      yield { type: 'beat', readers: options.readers() };
      beatAtMs = performance.now() + options.beatIntervalMs;
    }
    if (!quiet) continue;
    options.onCaughtUp();
    if (artifact.pieces.every((piece) => done.has(piece))) {
      yield { type: 'end', complete: true };
      return;
    }
    if (!options.isProducing()) {
      yield { type: 'end', complete: false };
      return;
    }
    await changeWithin(artifact, Math.max(0, beatAtMs - performance.now()), signal);
  }
}

/** What a player of the follower waits for comes first: it may have sought far into a long video. */
function inOrderOfWants(pieces: readonly Piece[], wants: readonly Want[]): Piece[] {
  const named = new Set(wants.flatMap((want) => ('piece' in want ? [want.piece] : [])));
  const from = Math.min(...wants.map((want) => ('from' in want ? want.from : Number.POSITIVE_INFINITY)));
  const rank = (piece: Piece) => {
    if (piece === 'init' || named.has(piece)) return 0;
    return typeof piece === 'number' && piece >= from ? 1 : 2;
  };
  return pieces.toSorted((a, b) => rank(a) - rank(b));
}

async function* newFramesOf(
  artifact: StoredArtifact,
  piece: Piece,
  sent: Map<Piece, number>,
): AsyncGenerator<FeedFrame> {
  const state = artifact.state(piece);
  if (state === undefined) return;
  let offset = sent.get(piece) ?? 0;
  if (offset > state.length && state.sha256 !== undefined) {
    throw new UnderstudyError(
      'splice_mismatch',
      `a follower has ${offset} bytes of piece ${piece}, which has ${state.length}`,
    );
  }
  const until = state.length;
  if (offset < until) {
    const file = await open(state.path, 'r').catch(() => open(state.path, 'r'));
    try {
      while (offset < until) {
        const buffer = Buffer.allocUnsafe(Math.min(readBytes, until - offset));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
        if (bytesRead === 0)
          throw new UnderstudyError('digest_mismatch', `${state.path} ends at ${offset} of ${until}`);
        yield { type: 'data', piece, offset, bytes: buffer.subarray(0, bytesRead) };
        offset += bytesRead;
        sent.set(piece, offset);
      }
    } finally {
      await file.close();
    }
  }
  if (state.sha256 !== undefined && offset === state.length) {
    yield { type: 'seal', sealed: { piece, length: state.length, sha256: state.sha256 } };
  }
}

/** Waits for a change of the artifact, for `timeoutMs` at most. */
async function changeWithin(artifact: StoredArtifact, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    await artifact.waitForChange(AbortSignal.any([signal, timeout.signal]));
  } catch {
    signal.throwIfAborted();
  } finally {
    clearTimeout(timer);
  }
}
