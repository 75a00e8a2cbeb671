import { type Piece, sheetOf } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import type { FeedFrame, FeedRequest, Want } from '@understudy/peer-protocol';
import { damageOf } from '../store/damage.js';
import type { PieceState } from '../store/piece-state.js';
import { readStored } from '../store/read-stored.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { giveUp, verifyPiece } from '../store/verify-piece.js';

export interface FeedOptions {
  readonly beatIntervalMs: number;
  /** Whether more of the artifact is made here. A feed of something that is not gone on with here ends. */
  readonly isProducing: () => boolean;
  /** How many players read the artifact here: tells the follower whether anybody needs it to step in. */
  readonly readers: () => number;
  /** Told whenever the follower was given all there is. */
  readonly onCaughtUp: () => void;
}

/** The frames of a feed, as `feed.ts` of the protocol has them, until the artifact is complete here or nobody makes more of it. */
export async function* feedFrames(
  artifact: StoredArtifact,
  request: FeedRequest,
  options: FeedOptions,
  signal: AbortSignal,
): AsyncGenerator<FeedFrame> {
  const { edition } = artifact;
  // What may be other bytes counts when it is sealed here too. Before that nothing of it is sent, and then its seal, to be compared.
  const isCompared = (piece: Piece) =>
    artifact.guard === undefined || artifact.isSealed(piece) || isPicture(piece);
  const claimed = new Set(request.sealed);
  const done = new Set(request.sealed.filter(isCompared));
  const isTaken = (piece: Piece) => request.takesStoryboard || sheetOf(piece) === undefined;
  yield {
    type: 'meta',
    meta: {
      artifactId: artifact.artifactId,
      description: artifact.canonical,
      beatIntervalMs: options.beatIntervalMs,
      readers: options.readers(),
      edition,
      manifest: artifact.sealedPieces().filter(({ piece }) => isTaken(piece)),
    },
  };
  const sent = new Map<Piece, Sent>(request.partial.map(({ piece, bytes }) => [piece, { bytes }]));
  const pieces = inOrderOfWants([...artifact.pieces, ...artifact.extras.filter(isTaken)], request.wants);
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
      const frames = claimed.has(piece) ? sealOf(artifact, piece) : newFramesOf(artifact, piece, sent);
      for await (const frame of frames) {
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

/** How much of a piece a follower has; of which bytes, where it has them from this feed. */
interface Sent {
  readonly bytes: number;
  readonly of?: PieceState;
}

/** Beside the video: nothing of it is held back. */
const isPicture = (piece: Piece) => typeof piece === 'string' && piece !== 'init';

/** The seal of a piece, once it is sealed. */
async function* sealOf(artifact: StoredArtifact, piece: Piece): AsyncGenerator<FeedFrame> {
  const { length, sha256 } = artifact.state(piece) ?? {};
  if (length !== undefined && sha256 !== undefined) yield { type: 'seal', sealed: { piece, length, sha256 } };
}

/**
 * What is new of a piece. A sealed one is compared with its digest before its first byte leaves: a follower passes bytes on to players
 * before it has the whole. One that turns out to be damaged is left out until it is here again. One that gave way to others that may be
 * other bytes comes again from its beginning.
 */
async function* newFramesOf(
  artifact: StoredArtifact,
  piece: Piece,
  sent: Map<Piece, Sent>,
): AsyncGenerator<FeedFrame> {
  const state = artifact.state(piece);
  if (state === undefined || !(await verifyPiece(artifact, state))) return;
  const before = sent.get(piece);
  const goesOn = artifact.guard === undefined || before?.of === undefined || before.of === state;
  let offset = goesOn ? (before?.bytes ?? 0) : 0;
  if (offset > state.length && state.sha256 !== undefined) {
    throw new UnderstudyError(
      'splice_mismatch',
      `a follower has ${offset} bytes of piece ${piece}, which has ${state.length}`,
    );
  }
  const until = state.length;
  try {
    for await (const bytes of offset < until ? readStored(state, offset, until) : []) {
      // A frame may wait in the socket when the next bytes are read into the same buffer.
      yield { type: 'data', piece, offset, bytes: Buffer.from(bytes) };
      offset += bytes.length;
      sent.set(piece, { bytes: offset, of: state });
    }
  } catch (error) {
    if (damageOf(error) === undefined) throw error;
    return giveUp(artifact, state, error);
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
