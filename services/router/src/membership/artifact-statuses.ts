import { type ArtifactStatus, artifactPath, type PeerClient } from '@understudy/peer-protocol';
import type { Upstream } from '../play/upstream.js';

/** Asks workers what they have of an artifact. A thousand players of one video who ask at the same time share one question. */
export class ArtifactStatuses {
  readonly #peers: Pick<PeerClient, 'json'>;
  readonly #timeoutMs: number;
  readonly #asked = new Map<string, Promise<ArtifactStatus | undefined>>();

  constructor(peers: Pick<PeerClient, 'json'>, timeoutMs: number) {
    this.#peers = peers;
    this.#timeoutMs = timeoutMs;
  }

  /** Undefined where the worker has nothing of it, or does not answer in time. Never rejects. */
  ask({ url }: Upstream, contentId: bigint): Promise<ArtifactStatus | undefined> {
    const path = artifactPath(contentId, 'status');
    const key = `${url}${path}`;
    const asked =
      this.#asked.get(key) ??
      this.#peers
        .json<ArtifactStatus>({ method: 'GET', url, path, headTimeoutMs: this.#timeoutMs })
        .catch(() => undefined)
        .finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }
}
