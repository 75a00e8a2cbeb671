import type { IncomingMessage } from 'node:http';
import type { Piece, SealedPiece } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import {
  artifactPath,
  type FeedFrame,
  type FeedRequest,
  feedRequestJson,
  type PeerClient,
  readFrames,
  type Want,
} from '@understudy/peer-protocol';
import { PendingSeals } from '../store/pending-seals.js';
import type { PieceWriter } from '../store/piece-writer.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { Acknowledger } from './acknowledger.js';
import { keepWhatCame } from './keep-what-came.js';

export interface FollowOptions {
  readonly client: PeerClient;
  readonly selfId: string;
  readonly headTimeoutMs: number;
  /** After this long without a frame the other worker is probed. */
  readonly silenceMs: number;
  /** Whether the worker at a URL lives. Never rejects. */
  readonly isAlive: (url: string) => Promise<boolean>;
  /** What is told to the sender as stored, where it is shown there only then (see `Watermark`): bytes as they come, or sealed segments. */
  readonly acknowledges: 'bytes' | 'segments' | undefined;
  /** Told of each frame of a worker. */
  readonly heard: (url: string) => void;
}

/** A worker that lives, but whose feed says nothing for so many times the silence, does not feed any more. */
const patience = 10;

export interface FollowTarget {
  readonly url: string;
  readonly contentId: bigint;
  /** What somebody waits for here, which the other worker then makes unless `storedOnly`; nothing for a mere replica. */
  readonly wants: readonly Want[];
  readonly storedOnly: boolean;
  /** Waits until so many more bytes may come, for a copy that nobody waits for. */
  readonly pace?: ((bytes: number) => Promise<void>) | undefined;
  /** The artifact here, from the feed's first frame: begun where there was none. */
  readonly artifactOf: (canonicalDescription: string) => StoredArtifact;
  readonly local: StoredArtifact | undefined;
  /** Told of bytes as they are stored. */
  readonly onBytes?: (bytes: number) => void;
  /** Told how many players read at the other end, whenever it says so. */
  readonly onReaders: (readers: number) => void;
}

/**
 * Follows the feed of an artifact into the local store until it ends. Returns whether the artifact is complete then; false
 * says that the other worker has given all it has and makes no more.
 * @throws UnderstudyError `gone` where the other worker knows that the video was deleted; `peer_unreachable` for a feed that cannot be had, is cut or falls silent; `peer_protocol`;
 *   `digest_mismatch` and `splice_mismatch` where its bytes are wrong; the signal's reason.
 */
export async function followFeed(
  options: FollowOptions,
  target: FollowTarget,
  signal: AbortSignal,
): Promise<{ complete: boolean }> {
  const answer = await options.client.send({
    method: 'POST',
    url: target.url,
    path: artifactPath(target.contentId, 'feed'),
    json: feedRequestJson(feedRequestOf(options, target)),
    headTimeoutMs: options.headTimeoutMs,
    signal,
  });
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw new UnderstudyError(
      // It has read of a deletion that is still to be read here: nothing is to be made of it any more.
      answer.statusCode === 410 ? 'gone' : 'peer_unreachable',
      `${target.url} refused the feed of ${target.contentId}: ${answer.statusCode}`,
    );
  }
  const writers = new Map<Piece, PieceWriter>();
  const seals = new PendingSeals();
  let artifact: StoredArtifact | undefined;
  let acknowledger: Acknowledger | undefined;
  try {
    for await (const frame of watched(answer, options.silenceMs, () => options.isAlive(target.url), signal)) {
      options.heard(target.url);
      if (frame.type === 'meta') {
        artifact = target.artifactOf(frame.meta.description);
        if (artifact.artifactId !== frame.meta.artifactId) {
          throw new UnderstudyError(
            'peer_protocol',
            `${target.url} has ${frame.meta.artifactId}, here it is ${artifact.artifactId}`,
          );
        }
        if (options.acknowledges !== undefined)
          acknowledger = acknowledgerOf(options, target, frame.meta.edition);
        for (const entry of frame.meta.manifest) noteThere(artifact, entry, acknowledger);
        target.onReaders(frame.meta.readers);
      } else if (artifact === undefined) {
        throw new UnderstudyError('peer_protocol', `${target.url} began its feed with ${frame.type}`);
      } else if (frame.type === 'data') {
        await target.pace?.(frame.bytes.length);
        if (artifact.isSealed(frame.piece)) continue;
        // Nothing of it was shown, and it may have been made again with other bytes.
        if (options.acknowledges === 'segments' && frame.offset === 0)
          await forget(artifact, frame.piece, writers);
        const writer = writers.get(frame.piece) ?? (await artifact.openWriter(frame.piece));
        writers.set(frame.piece, writer);
        await writer.append(frame.offset, frame.bytes);
        // Not what lay here before: it is compared up to here.
        if (options.acknowledges === 'bytes')
          acknowledger?.stored(frame.piece, frame.offset + frame.bytes.length);
        target.onBytes?.(frame.bytes.length);
      } else if (frame.type === 'seal') {
        const { piece, length } = frame.sealed;
        noteThere(artifact, frame.sealed, acknowledger);
        if (artifact.isSealed(piece)) continue;
        // No data comes before the seal of a piece that a broken feed had brought whole.
        const writer = writers.get(piece) ?? (await artifact.openWriter(piece));
        writers.delete(piece);
        const sealed = writer.seal(length).then(() => acknowledger?.stored(piece, length));
        await seals.add(sealed.finally(() => writer.release()));
      } else if (frame.type === 'beat') {
        target.onReaders(frame.readers);
        acknowledger?.retry();
      } else {
        await seals.done();
        return { complete: frame.complete };
      }
    }
    signal.throwIfAborted();
    throw new UnderstudyError(
      'peer_unreachable',
      `the feed of ${target.contentId} from ${target.url} was cut`,
    );
  } finally {
    answer.destroy();
    for (const writer of writers.values()) writer.release();
    await seals.settled();
  }
}

function feedRequestOf(
  { selfId: follower, acknowledges }: FollowOptions,
  { local, wants, storedOnly }: FollowTarget,
): FeedRequest {
  const states =
    local === undefined
      ? []
      : [...local.pieces, ...local.extras].flatMap((piece) => local.state(piece) ?? []);
  // What was sealed here and is damaged is repaired with what differs: its whole need not come. Unless it is waited for that it is here.
  const damaged = acknowledges === undefined ? (local?.leftovers.damaged() ?? []) : [];
  const mendable = damaged.filter((piece) => local?.leftovers.awaitsRepair(piece));
  return {
    follower,
    sealed: [...states.filter((state) => state.sha256 !== undefined).map(({ piece }) => piece), ...mendable],
    // What might be other bytes than those there is compared with them from its beginning.
    partial: states
      .filter((state) => state.sha256 === undefined && acknowledges === undefined)
      .map(({ piece, length }) => ({ piece, bytes: length })),
    wants,
    storedOnly,
    takesStoryboard: true,
  };
}

function acknowledgerOf(
  { client, selfId, headTimeoutMs: timeoutMs }: FollowOptions,
  { url, contentId }: FollowTarget,
  edition: number,
): Acknowledger {
  return new Acknowledger({ client, selfId, url, contentId, edition, timeoutMs });
}

/**
 * The sender has sealed a piece as `entry`. One that is sealed here is the same then, and on both.
 * @throws UnderstudyError `digest_mismatch` where it is known here as another
 */
function noteThere(
  artifact: StoredArtifact,
  entry: SealedPiece,
  acknowledger: Acknowledger | undefined,
): void {
  artifact.learn(entry);
  const { piece, length } = entry;
  if (!artifact.isSealed(piece)) return;
  acknowledger?.stored(piece, length);
  artifact.guard?.acknowledged(artifact.edition, piece, length);
}

/** Drops what was begun of a piece. */
async function forget(
  artifact: StoredArtifact,
  piece: Piece,
  writers: Map<Piece, PieceWriter>,
): Promise<void> {
  writers.get(piece)?.release();
  writers.delete(piece);
  const begun = artifact.state(piece);
  if (begun !== undefined) await artifact.drop(begun);
}

/**
 * The frames of an answer. One that is cut, or silent while its worker does not live either, throws `peer_unreachable`. A busy
 * worker is late with its beats: it is only left when it is late with a probe as well, and with everything else until then.
 */
async function* watched(
  answer: IncomingMessage,
  silenceMs: number,
  isAlive: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<FeedFrame> {
  let frames = 0;
  let rounds = 0;
  let over = false;
  let silent = false;
  /** Bytes are being stored or waited with: that is our own silence. */
  let taking = false;
  const look = async () => {
    if (taking) {
      timer.refresh();
      return;
    }
    const before = frames;
    // Timers run before what has arrived is read: while our own loop was late, the feed was not silent.
    await new Promise((resolve) => setImmediate(resolve));
    const alive = frames !== before || (await isAlive());
    if (over || frames !== before) return;
    rounds += 1;
    if (alive && rounds < patience) {
      timer.refresh();
      return;
    }
    silent = true;
    answer.destroy();
  };
  const timer = setTimeout(() => void look(), silenceMs);
  try {
    for await (const frame of readFrames(keepWhatCame(answer))) {
      frames += 1;
      rounds = 0;
      taking = true;
      yield frame;
      taking = false;
      timer.refresh();
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof UnderstudyError) throw cause;
    throw new UnderstudyError('peer_unreachable', silent ? 'the feed fell silent' : 'the feed was cut', {
      cause,
    });
  } finally {
    over = true;
    clearTimeout(timer);
  }
  if (silent) throw new UnderstudyError('peer_unreachable', 'the feed fell silent');
}
