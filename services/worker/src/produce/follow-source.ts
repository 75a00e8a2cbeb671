import type { Want } from '@understudy/peer-protocol';
import type { Move } from '../rebalance/move.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';

interface Feed {
  readonly url: string;
  readonly asReplica: boolean;
  readonly wants: readonly Want[];
  /** Nothing is to be made for it. */
  readonly storedOnly: boolean;
  /** Set where it is a copy that belongs here: at a pace of its own while nobody wants it. */
  readonly move: Move | undefined;
}

interface FollowEnd {
  /** `partial`: the other worker has given all it has, and makes no more. `broken`: see `error`. */
  readonly ended: 'complete' | 'partial' | 'broken';
  /** How many players read at the other end when it last said so. */
  readonly readers: number;
  readonly error?: unknown;
}

/** Follows an artifact's feed from the worker at `url` until it ends, breaks or `signal` aborts. Never rejects. */
export async function followSource(
  { events, contentSource, follow }: ProductionContext,
  artifact: StoredArtifact,
  { url, asReplica, wants, storedOnly, move }: Feed,
  signal: AbortSignal,
): Promise<FollowEnd> {
  let readers = 0;
  const reason = move?.reason ?? (asReplica ? 'replica' : 'player');
  events.followStarted(artifact, url, asReplica);
  try {
    const { complete } = await follow(
      {
        url,
        contentId: artifact.contentId,
        wants,
        storedOnly,
        pace: move !== undefined && wants.length === 0 ? (bytes) => move.pace(bytes, signal) : undefined,
        artifactOf: (description) => contentSource.artifactOf(artifact.contentId, description),
        local: artifact,
        onBytes: (bytes) => events.copied(reason, bytes),
        onReaders: (count) => {
          readers = count;
        },
      },
      signal,
    );
    events.followEnded(artifact, url, complete);
    return { ended: complete ? 'complete' : 'partial', readers };
  } catch (error) {
    if (!signal.aborted) events.followBroke(artifact, url, readers, error);
    return { ended: 'broken', readers, error };
  }
}
