import type { ArtifactStatus, PeerClient, StatusesAnswer } from '@understudy/peer-protocol';
import type { Upstream } from '../play/upstream.js';

/** A worker is asked no more often than this, but for the first time; less where an answer has less than four times as long. */
const gatherMs = 200;
/** At a kilobyte each an answer stays far below what is read of one. */
export const videosPerQuestion = 200;

type Answers = ReadonlyMap<string, ArtifactStatus>;

/** One question to a worker, not yet sent. */
interface Question {
  readonly contentIds: Set<bigint>;
  readonly answers: Promise<Answers>;
  send(): void;
}

/** A worker that was asked a moment ago. */
interface Turn {
  next: Question | undefined;
}

/**
 * Asks workers what they have of videos. The first question is sent at once; what is asked of the same worker within a moment of it is the next one, all
 * together: else each response that waits for something that is slow to make would ask every worker once in every stall limit, and many of
 * those would keep all workers busy with answering.
 */
export class ArtifactStatuses {
  readonly #peers: Pick<PeerClient, 'json'>;
  readonly #timeoutMs: number;
  /** By URL; gone when nothing was asked for a moment. */
  readonly #turns = new Map<string, Turn>();

  /** `timeoutMs`: from when a question is sent to its answer. */
  constructor(peers: Pick<PeerClient, 'json'>, timeoutMs: number) {
    this.#peers = peers;
    this.#timeoutMs = timeoutMs;
  }

  /** Undefined where the worker has nothing of it, or does not answer in time. Never rejects. */
  async ask({ url }: Upstream, contentId: bigint): Promise<ArtifactStatus | undefined> {
    const turn = this.#turns.get(url) ?? this.#begin(url);
    turn.next ??= this.#question(url);
    const { contentIds, answers, send } = turn.next;
    contentIds.add(contentId);
    if (contentIds.size >= videosPerQuestion) {
      turn.next = undefined;
      send();
    }
    return (await answers).get(String(contentId));
  }

  #begin(url: string): Turn {
    const turn: Turn = { next: undefined };
    this.#turns.set(url, turn);
    // What is asked by the same event is one question as well.
    setImmediate(() => this.#take(url, turn));
    return turn;
  }

  #take(url: string, turn: Turn): void {
    const { next } = turn;
    if (next === undefined) {
      this.#turns.delete(url);
      return;
    }
    turn.next = undefined;
    next.send();
    setTimeout(() => this.#take(url, turn), Math.min(gatherMs, this.#timeoutMs / 4));
  }

  #question(url: string): Question {
    const contentIds = new Set<bigint>();
    let send = () => {};
    const sent = new Promise<void>((resolve) => {
      send = resolve;
    });
    return { contentIds, answers: sent.then(() => this.#answersOf(url, contentIds)), send };
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
