import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { artifactPath, streamsHeader } from '@understudy/peer-protocol';
import type { RouterContext } from '../context.js';
import type { AnswerHandler } from '../upstream/connection.js';
import type { ResponseHead } from '../upstream/parse-head.js';
import type { UpstreamExchange } from '../upstream/upstream-client.js';
import type { AnswerHead } from './answer-head.js';
import type { Delivery } from './delivery.js';
import type { Failure, FailureKind } from './failure.js';
import { playerHeaders } from './headers.js';
import { judgeAnswer } from './judge-answer.js';
import type { AttemptSpan } from './play-span.js';
import type { Player } from './player.js';
import { ProblemReader } from './read-problem.js';
import { reasonToLeave } from './reason-to-leave.js';
import { type BodyReceiver, Relay } from './relay.js';
import { type LeaveReason, StallWatch, type Watched } from './stall-watch.js';
import type { Upstream } from './upstream.js';

export interface AttemptState {
  readonly upstream: Upstream;
  /** Those that could take over. */
  readonly others: readonly Upstream[];
  readonly delivery: Delivery;
  readonly player: Player;
  /** When the player last got something, on the clock of `performance.now()`. */
  readonly silentSinceMs: number;
  /** Undefined where nothing is traced. */
  readonly span: AttemptSpan | undefined;
}

export type AttemptResult =
  | { readonly kind: 'whole' }
  /** The answer that any worker would give. */
  | { readonly kind: 'final'; readonly error: UnderstudyError; readonly contentRange: string | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly silentSinceMs: number };

/** A refusal's body comes with its head; a worker stopped between the two must not hold the player. */
const problemTimeoutMs = 500;

/** Asks one worker for what is missing of a response, and passes it on. Rejects only when the player left, or for a mistake of ours. */
export function attempt(context: RouterContext, state: AttemptState): Promise<AttemptResult> {
  return new Promise((resolve, reject) => {
    new Attempt(context, state, { resolve, reject }).send();
  });
}

interface Outcome {
  resolve(result: AttemptResult): void;
  reject(error: unknown): void;
}

/** One for each request: as an object with methods, since as many closures are half of what a request allocates. */
class Attempt implements AnswerHandler, Watched {
  readonly #context: RouterContext;
  readonly #state: AttemptState;
  readonly #outcome: Outcome;
  readonly #asked: ReturnType<Delivery['question']>;
  readonly #watch: StallWatch;
  readonly #closeHandOver: () => void;
  readonly #closeSpread: () => void;
  #exchange: UpstreamExchange | undefined;
  #receiver: BodyReceiver | undefined;
  #problemTimer: NodeJS.Timeout | undefined;
  #answered = false;
  #ended = false;

  constructor(context: RouterContext, state: AttemptState, outcome: Outcome) {
    this.#context = context;
    this.#state = state;
    this.#outcome = outcome;
    const { upstream, delivery, silentSinceMs } = state;
    const { limits, handOver, spread } = context;
    this.#asked = delivery.question();
    this.#watch = new StallWatch(this, limits, silentSinceMs);
    this.#closeHandOver = handOver.opened(upstream, () =>
      this.#fail('draining', new UnderstudyError('draining', `${upstream.id} hands it over`)),
    );
    this.#closeSpread = spread.opened(upstream, delivery.request.contentId);
  }

  send(): void {
    const { upstream, delivery, player, span } = this.#state;
    const { contentId, part, method } = delivery.request;
    const { question, headers } = this.#asked;
    delivery.ask(upstream.id);
    if (span !== undefined) headers.push(...Object.entries(span.headers).flat());
    player.onLeft = () => this.#leave(undefined, new Error('the player left'));
    this.#exchange = this.#context.upstreams.send(
      {
        method: question.kind === 'begin' ? method : 'GET',
        url: upstream.url,
        path: artifactPath(contentId, part),
        headers,
      },
      this,
    );
  }

  onHead(head: ResponseHead): void {
    const { upstream } = this.#state;
    this.#answered = true;
    this.#context.health.report(upstream, true);
    this.#context.loads.said(upstream, head.headers[streamsHeader]);
    this.#receiver = this.#judge(head);
  }

  onBytes(bytes: Buffer): boolean {
    return this.#receiver?.take(bytes) ?? true;
  }

  onEnd(trailers: Readonly<Record<string, string>>): void {
    // Its connection is for the next request, though this one may have failed.
    this.#exchange = undefined;
    const error = this.#receiver?.end(trailers);
    if (this.#ended) return;
    if (error !== undefined) {
      this.#fail('cut', error);
      return;
    }
    this.#state.player.end();
    this.#end({ kind: 'whole' });
  }

  onBroken(error: Error): void {
    if (!isUnderstudyError(error)) {
      this.#end(undefined, error);
      return;
    }
    if (!this.#answered) this.#context.health.report(this.#state.upstream, false);
    this.#fail(this.#answered ? 'cut' : 'unreachable', error);
  }

  heard(atMs: number): void {
    this.#context.health.heard(this.#state.upstream, atMs);
  }

  reasonToLeave(workerSinceMs: number): Promise<LeaveReason | undefined> {
    const { delivery, upstream, others } = this.#state;
    return reasonToLeave(this.#context, delivery, upstream, others, {
      workerSinceMs,
      responseSinceMs: this.#watch.silentSinceMs,
    });
  }

  stalled(reason: string): void {
    this.#fail('stalled', new UnderstudyError('timed_out', reason));
  }

  /** What the head means: who takes the body, or nobody where the attempt is over. */
  #judge(head: ResponseHead): BodyReceiver | undefined {
    const verdict = judgeAnswer(this.#asked.question, head.status, head.headers);
    switch (verdict.kind) {
      case 'final':
        this.#leave({ kind: 'final', error: verdict.error, contentRange: head.headers['content-range'] });
        return undefined;
      case 'malformed':
        this.#fail('refused', new UnderstudyError('peer_protocol', verdict.what));
        return undefined;
      case 'refused':
        return this.#readProblem(new ProblemReader(head));
      case 'bodiless':
        this.#beginPlayer(head);
        return { take: () => true, end: () => undefined };
      case 'deliver':
        this.#begin(head, verdict.head);
        return new Relay(
          () => this.#exchange?.resume(),
          this.#state.delivery,
          this.#state.player,
          this.#watch,
        );
    }
  }

  #readProblem(problem: ProblemReader): BodyReceiver {
    const refused = () => this.#fail('refused', problem.error);
    this.#problemTimer = setTimeout(refused, problemTimeoutMs);
    return {
      take(bytes) {
        if (!problem.take(bytes)) refused();
        return true;
      },
      end() {
        refused();
        return undefined;
      },
    };
  }

  /** The response begins, or goes on. */
  #begin(head: ResponseHead, answer: AnswerHead): void {
    const { upstream, delivery, span } = this.#state;
    const { events } = this.#context;
    const silenceMs = performance.now() - this.#watch.silentSinceMs;
    if (!delivery.begun) {
      delivery.begin(answer);
      events.began(silenceMs);
      this.#beginPlayer(head);
      return;
    }
    delivery.goOn(answer, silenceMs);
    const { request, position } = delivery;
    events.continued({ request, position, silenceMs }, upstream.id);
    span?.continued(position, silenceMs);
  }

  #beginPlayer({ status, headers }: ResponseHead): void {
    const { delivery, player } = this.#state;
    const head = playerHeaders(this.#context.mediaHead, headers, delivery.request);
    player.begin(status, head, headers['content-length'] !== undefined);
  }

  #fail(kind: FailureKind, error: UnderstudyError): void {
    const failure = { upstream: this.#state.upstream, kind, error };
    this.#leave({ kind: 'failed', failure, silentSinceMs: this.#watch.silentSinceMs });
  }

  #leave(result: AttemptResult | undefined, error?: unknown): void {
    this.#end(result, error);
    this.#exchange?.destroy();
  }

  /** Ends the attempt once. What of the answer is still to come is nobody's any more. */
  #end(result: AttemptResult | undefined, error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const { player, span } = this.#state;
    this.#watch.close();
    this.#closeHandOver();
    this.#closeSpread();
    clearTimeout(this.#problemTimer);
    player.onLeft = undefined;
    span?.end(result, player.hasLeft);
    if (result === undefined) this.#outcome.reject(error);
    else this.#outcome.resolve(result);
  }
}
