import { isUnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import {
  artifactPath,
  type CopiesAnswer,
  type CopyAnswer,
  type FollowAnswer,
  type FollowRequest,
  type MoveReason,
  type PeerClient,
} from '@understudy/peer-protocol';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { sealedText } from './pieces-here.js';

const answers: ReadonlySet<unknown> = new Set<CopyAnswer>(['lacks', 'coming', 'has', 'keeps']);

/** Talks to the workers where copies belong. Both methods give undefined, and tell `onFailure`, where a worker refuses or is silent. */
export class OwnerClient {
  readonly #client: Pick<PeerClient, 'json'>;
  readonly #selfUrl: () => string;
  readonly #timeoutMs: number;
  readonly #onFailure: (worker: string, error: unknown) => void;

  constructor(options: {
    readonly client: Pick<PeerClient, 'json'>;
    readonly selfUrl: () => string;
    readonly timeoutMs: number;
    readonly onFailure: (worker: string, error: unknown) => void;
  }) {
    this.#client = options.client;
    this.#selfUrl = options.selfUrl;
    this.#timeoutMs = options.timeoutMs;
    this.#onFailure = options.onFailure;
  }

  /** What `member` says of each of `artifacts`. */
  async ask(
    member: Member,
    artifacts: readonly StoredArtifact[],
    promise: boolean,
  ): Promise<readonly CopyAnswer[] | undefined> {
    const copies = artifacts.map((artifact) => ({
      contentId: String(artifact.contentId),
      artifactId: artifact.artifactId,
      pieces: sealedText(artifact),
    }));
    const answer = await this.#post<CopiesAnswer>(member, '/copies', { copies, promise });
    const said: unknown = answer?.copies;
    if (!Array.isArray(said) || said.length !== copies.length || !said.every((one) => answers.has(one)))
      return undefined;
    return said as CopyAnswer[];
  }

  /** Tells `member` to copy what is here. */
  async offer(member: Member, artifact: StoredArtifact, move: MoveReason): Promise<FollowAnswer | undefined> {
    const request: FollowRequest = { url: this.#selfUrl(), description: artifact.canonical, move };
    const path = artifactPath(artifact.contentId, 'follow');
    return await this.#post<FollowAnswer>(member, path, request);
  }

  async #post<T>({ id, url }: Member, path: string, json: unknown): Promise<T | undefined> {
    try {
      return await this.#client.json<T>({ method: 'POST', url, path, json, headTimeoutMs: this.#timeoutMs });
    } catch (error) {
      if (!isUnderstudyError(error)) throw error;
      this.#onFailure(id, error);
      return undefined;
    }
  }
}
