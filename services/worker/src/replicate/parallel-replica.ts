import { askStatus } from '../membership/ask-status.js';
import type { Interest, Interests } from '../produce/interests.js';
import type { ProductionContext } from '../produce/production-context.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

/**
 * A replica that generates by itself what another worker generates too, instead of following its bytes. It needs no lease: both
 * record what they seal, and the manifest takes one digest for each piece. Goes on for as long as the other one does.
 */
export class ParallelReplica {
  readonly #context: Pick<ProductionContext, 'client' | 'limits'>;
  readonly #artifact: StoredArtifact;
  readonly #interests: Interests;
  #url: string | undefined;
  #interest: Interest | undefined;

  constructor(
    context: Pick<ProductionContext, 'client' | 'limits'>,
    artifact: StoredArtifact,
    interests: Interests,
  ) {
    this.#context = context;
    this.#artifact = artifact;
    this.#interests = interests;
  }

  /** Base URL of the worker that generates it too; undefined while this is no such replica. */
  get of(): string | undefined {
    return this.#url;
  }

  begin(url: string): void {
    this.end();
    this.#url = url;
    this.#interest = this.#interests.add({ from: 0 });
  }

  end(): void {
    this.#url = undefined;
    const interest = this.#interest;
    this.#interest = undefined;
    interest?.release();
  }

  /**
   * Whether there is still something to be the replica of. Ends it otherwise: nobody wants the video there any more, or that worker is
   * gone, and then its players are about to come here.
   */
  async goesOn(): Promise<boolean> {
    const url = this.#url;
    if (url === undefined) return false;
    const { client, limits } = this.#context;
    const status = await askStatus(client, url, this.#artifact.contentId, limits.probeTimeoutMs);
    if (status?.generating === true || status?.complete === true) return true;
    if (status === undefined) this.#interests.addFor(limits.takeOverGraceMs, { from: 0 });
    this.end();
    return false;
  }
}
