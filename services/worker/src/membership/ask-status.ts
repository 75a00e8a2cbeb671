import { isUnderstudyError } from '@understudy/errors';
import { type ArtifactStatus, artifactPath, type PeerClient } from '@understudy/peer-protocol';

/** What the worker at `url` has of a video; undefined when it has nothing or does not answer in time. */
export async function askStatus(
  client: Pick<PeerClient, 'json'>,
  url: string,
  contentId: bigint,
  timeoutMs: number,
): Promise<ArtifactStatus | undefined> {
  try {
    return await client.json<ArtifactStatus>({
      method: 'GET',
      url,
      path: artifactPath(contentId, 'status'),
      headTimeoutMs: timeoutMs,
    });
  } catch (error) {
    if (isUnderstudyError(error, 'peer_unreachable', 'peer_protocol')) return undefined;
    throw error;
  }
}
