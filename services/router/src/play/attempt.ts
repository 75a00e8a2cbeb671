import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { artifactPath, streamsHeader } from '@understudy/peer-protocol';
import type { RouterContext } from '../context.js';
import type { ResponseHead } from '../upstream/parse-head.js';
import type { UpstreamExchange } from '../upstream/upstream-client.js';
import type { Delivery } from './delivery.js';
import type { Failure, FailureKind } from './failure.js';
import { playerHeaders } from './headers.js';
import { judgeAnswer } from './judge-answer.js';
import type { AttemptSpan } from './play-span.js';
import type { Player } from './player.js';
import { ProblemReader } from './read-problem.js';
import { reasonToLeave } from './reason-to-leave.js';
import { type BodyReceiver, relayTo } from './relay.js';
import { StallWatch } from './stall-watch.js';
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
    const { upstream, others, delivery, player, span } = state;
    const { limits, events, upstreams, health, handOver, loads, spread } = context;
    const { contentId, part, method } = delivery.request;
    const { question, headers } = delivery.question();
    let exchange: UpstreamExchange | undefined;
    let receiver: BodyReceiver | undefined;
    let problemTimer: NodeJS.Timeout | undefined;
    let answered = false;

    const watch: StallWatch = new StallWatch({
      stallMs: limits.stallMs,
      checkMs: limits.probeTimeoutMs,
      deadlineMs: limits.failoverDeadlineMs,
      silentSinceMs: state.silentSinceMs,
      onProgress: (atMs) => health.heard(upstream, atMs),
      check: (workerSinceMs) =>
        reasonToLeave(context, delivery, upstream, others, {
          workerSinceMs,
          responseSinceMs: watch.silentSinceMs,
        }),
      onStalled: (reason) => fail('stalled', new UnderstudyError('timed_out', reason)),
    });

    let ended = false;
    /** Ends the attempt once. What of the answer is still to come is nobody's any more. */
    function end(result: AttemptResult | undefined, error?: unknown): void {
      if (ended) return;
      ended = true;
      watch.close();
      closeHandOver();
      closeSpread();
      clearTimeout(problemTimer);
      player.onLeft = undefined;
      span?.end(result, player.hasLeft);
      if (result === undefined) reject(error);
      else resolve(result);
    }
    function leave(result: AttemptResult | undefined, error?: unknown): void {
      end(result, error);
      exchange?.destroy();
    }
    const fail = (kind: FailureKind, error: UnderstudyError) =>
      leave({ kind: 'failed', failure: { upstream, kind, error }, silentSinceMs: watch.silentSinceMs });
    const closeHandOver = handOver.opened(upstream, () =>
      fail('draining', new UnderstudyError('draining', `${upstream.id} hands it over`)),
    );
    const closeSpread = spread.opened(upstream, contentId);
    const whole = () => {
      player.end();
      end({ kind: 'whole' });
    };

    const begin = ({ status, headers }: ResponseHead) =>
      player.begin(
        status,
        playerHeaders(context.mediaHead, headers, delivery.request),
        headers['content-length'] !== undefined,
      );

    /** What the head means: who takes the body, or nobody where the attempt is over. */
    function judge(head: ResponseHead): BodyReceiver | undefined {
      const verdict = judgeAnswer(question, head.status, head.headers);
      switch (verdict.kind) {
        case 'final':
          leave({ kind: 'final', error: verdict.error, contentRange: head.headers['content-range'] });
          return undefined;
        case 'malformed':
          fail('refused', new UnderstudyError('peer_protocol', verdict.what));
          return undefined;
        case 'refused': {
          const problem = new ProblemReader(head);
          problemTimer = setTimeout(() => fail('refused', problem.error), problemTimeoutMs);
          return {
            take(bytes) {
              if (!problem.take(bytes)) fail('refused', problem.error);
              return true;
            },
            end() {
              fail('refused', problem.error);
              return undefined;
            },
          };
        }
        case 'bodiless':
          begin(head);
          return { take: () => true, end: () => undefined };
        case 'deliver':
          if (delivery.begun) {
            const silenceMs = performance.now() - watch.silentSinceMs;
            delivery.goOn(verdict.head, silenceMs);
            const { request, position } = delivery;
            events.continued({ request, position, silenceMs }, upstream.id);
            span?.continued(position, silenceMs);
          } else {
            delivery.begin(verdict.head);
            events.began(performance.now() - watch.silentSinceMs);
            begin(head);
          }
          return relayTo(() => exchange as UpstreamExchange, delivery, player, watch);
      }
    }

    delivery.ask(upstream.id);
    if (span !== undefined) headers.push(...Object.entries(span.headers).flat());
    player.onLeft = () => leave(undefined, new Error('the player left'));
    exchange = upstreams.send(
      {
        method: question.kind === 'begin' ? method : 'GET',
        url: upstream.url,
        path: artifactPath(contentId, part),
        headers,
      },
      {
        onHead(head) {
          answered = true;
          health.report(upstream, true);
          loads.said(upstream, head.headers[streamsHeader]);
          receiver = judge(head);
        },
        onBytes: (bytes) => receiver?.take(bytes) ?? true,
        onEnd(trailers) {
          // Its connection is for the next request, though this one may have failed.
          exchange = undefined;
          const error = receiver?.end(trailers);
          if (ended) return;
          if (error === undefined) whole();
          else fail('cut', error);
        },
        onBroken(error) {
          if (!isUnderstudyError(error)) return end(undefined, error);
          if (!answered) health.report(upstream, false);
          fail(answered ? 'cut' : 'unreachable', error);
        },
      },
    );
  });
}
