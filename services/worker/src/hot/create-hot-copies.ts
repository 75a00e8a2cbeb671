import { isUnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import { type ArtifactStatus, artifactPath, type PeerClient } from '@understudy/peer-protocol';
import type { WorkerConfig } from '../config.js';
import type { WorkerEvents } from '../events.js';
import { OwnerClient } from '../rebalance/owner-client.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { HotCopies, type HotCopiesOptions } from './hot-copies.js';

interface Parts extends Omit<HotCopiesOptions, 'limits' | 'coolMs' | 'statusOf' | 'offer' | 'events'> {
  readonly selfUrl: () => string;
  readonly client: PeerClient;
  readonly events: WorkerEvents;
}

/** Further copies by `config`. */
export function createHotCopies(config: WorkerConfig, parts: Parts): HotCopies {
  const { client, selfUrl, events } = parts;
  const owners = new OwnerClient({
    client,
    selfUrl,
    timeoutMs: config.peerTimeoutMs,
    onFailure: (worker, error) => events.moveRefused(worker, error),
  });
  return new HotCopies({
    ...parts,
    limits: {
      players: config.hotPlayers,
      requestsPerS: config.hotRequestsPerS,
      copies: config.hotCopies,
    },
    coolMs: config.hotCoolS * 1_000,
    statusOf: (member, artifact) => statusOf(client, member, artifact, config.peerTimeoutMs),
    offer: (member, artifact) => owners.offer(member, artifact, 'hot'),
  });
}

/** Tells one that is silent from one that has nothing. Of two versions of a generator each makes its own bytes. */
async function statusOf(
  client: PeerClient,
  { url }: Member,
  { contentId, artifactId }: StoredArtifact,
  headTimeoutMs: number,
): Promise<ArtifactStatus | 'silent' | undefined> {
  const path = artifactPath(contentId, 'status');
  try {
    const status = await client.json<ArtifactStatus>({ method: 'GET', url, path, headTimeoutMs });
    return status.artifactId === artifactId ? status : undefined;
  } catch (error) {
    if (isUnderstudyError(error, 'peer_unreachable')) return 'silent';
    if (isUnderstudyError(error, 'peer_protocol')) return undefined;
    throw error;
  }
}
