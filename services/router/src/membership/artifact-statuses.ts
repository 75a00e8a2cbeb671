import {
  type ArtifactStatus,
  type PeerClient,
  type StatusesAnswer,
  statusesPerQuestion,
} from '@understudy/peer-protocol';
import type { Upstream } from '../play/upstream.js';

/** Of the time that an answer has, the part for which questions to one worker are gathered. */
const gatheredFor = 0.4;

type Answers = ReadonlyMap<string, ArtifactStatus>;

/** One question to a worker, not yet sent. */
interface Gathering {
  readonly contentIds: Set<bigint>;
  readonly answers: Promise<Answers>;
}

/**
 * Asks workers what they have of videos. What is asked of a worker within some of the time that an answer has is one question: else
 * each response that waits for something that is slow to make would ask every worker once in every stall limit, and many of those would keep
 * all workers busy with answering.
 */
export class ArtifactStatuses {
  readonly #peers: Pick<PeerClient, 'json'>;
  readonly #gatherMs: number;
  readonly #timeoutMs: number;
  /** By URL. */
  readonly #gathering = new Map<string, Gathering>();

  /** `timeoutMs`: from a question to its answer. */
  constructor(peers: Pick<PeerClient, 'json'>, timeoutMs: number) {
    this.#peers = peers;
    this.#gatherMs = Math.floor(timeoutMs * gatheredFor);
    this.#timeoutMs = timeoutMs - this.#gatherMs;
  }

  /** Undefined where the worker has nothing of it, or does not answer in time. Never rejects. */
  async ask({ url }: Upstream, contentId: bigint): Promise<ArtifactStatus | undefined> {
    const open = this.#gathering.get(url);
    const asked =
      open === undefined || open.contentIds.size >= statusesPerQuestion ? this.#gather(url) : open;
    asked.contentIds.add(contentId);
    const answers = await asked.answers;
    return answers.get(String(contentId));
  }

  #gather(url: string): Gathering {
    const contentIds = new Set<bigint>();
    const answers = new Promise((resolve) => setTimeout(resolve, this.#gatherMs)).then(() => {
      if (this.#gathering.get(url) === gathering) this.#gathering.delete(url);
      return this.#answersOf(url, contentIds);
    });
    const gathering = { contentIds, answers };
    this.#gathering.set(url, gathering);
    return gathering;
  }

  async #answersOf(url: string, contentIds: ReadonlySet<bigint>): Promise<Answers> {
    const json = { contentIds: [...contentIds].map(String) };
    const question = { method: 'POST', path: '/artifacts/status', json, url } as const;
    const answer = await this.#peers
      .json<StatusesAnswer>({ ...question, headTimeoutMs: this.#timeoutMs })
      .catch(() => undefined);
    return new Map(answer?.copies.map((copy) => [copy.contentId, copy]));
  }
}
