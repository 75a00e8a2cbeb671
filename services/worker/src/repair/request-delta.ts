import { type Piece, pieceText } from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';
import { artifactPath, type PeerClient } from '@understudy/peer-protocol';

/** A worker that sends nothing of a delta for this long is left for another one. It reads and compares while it sends. */
const silenceMs = 5_000;

export interface DeltaSource {
  readonly client: PeerClient;
  readonly url: string;
  readonly contentId: bigint;
  readonly piece: Piece;
  readonly headTimeoutMs: number;
}

/**
 * What the worker at `url` says must be done to what `signature` describes to have its copy of a piece.
 * @throws UnderstudyError `not_found` where it has no good copy; `peer_unreachable`; the signal's reason
 */
export async function* requestDelta(
  { client, url, contentId, piece, headTimeoutMs }: DeltaSource,
  signature: Uint8Array,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const path = artifactPath(contentId, `pieces/${pieceText(piece)}/delta`);
  const answer = await client.send({ method: 'POST', url, path, bytes: signature, headTimeoutMs, signal });
  if (answer.statusCode === 404) {
    answer.destroy();
    throw new UnderstudyError('not_found', `no good piece ${piece} of ${contentId} is at ${url}`);
  }
  const timer = setTimeout(() => answer.destroy(new Error('it fell silent')), silenceMs);
  try {
    if (answer.statusCode !== 200) throw new Error(`it answered ${answer.statusCode}`);
    for await (const bytes of answer as AsyncIterable<Uint8Array>) {
      timer.refresh();
      yield bytes;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new UnderstudyError('peer_unreachable', `no delta of piece ${piece} of ${contentId} from ${url}`, {
      cause,
    });
  } finally {
    clearTimeout(timer);
    answer.destroy();
  }
}
