import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { artifactPath } from '@understudy/peer-protocol';
import type { RouterContext } from '../context.js';
import type { Delivery } from './delivery.js';
import type { Failure, FailureKind } from './failure.js';
import { playerHeaders } from './headers.js';
import { judgeAnswer } from './judge-answer.js';
import type { Player } from './player.js';
import { readProblem } from './read-problem.js';
import { reasonToLeave } from './reason-to-leave.js';
import { relay } from './relay.js';
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
}

export type AttemptResult =
  | { readonly kind: 'whole' }
  /** The answer that any worker would give. */
  | { readonly kind: 'final'; readonly error: UnderstudyError; readonly contentRange: string | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly silentSinceMs: number };

/** Asks one worker for what is missing of a response, and passes it on. Rejects only when the player left. */
export async function attempt(context: RouterContext, state: AttemptState): Promise<AttemptResult> {
  const { upstream, others, delivery, player } = state;
  const { limits, events, peers, health } = context;
  const { contentId, part, method } = delivery.request;
  const { question, headers } = delivery.question();
  const leaving = new AbortController();
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
    onStalled: (reason) => leaving.abort(new UnderstudyError('timed_out', reason)),
  });
  const failed = (kind: FailureKind, error: UnderstudyError): AttemptResult => ({
    kind: 'failed',
    failure: { upstream, kind, error },
    silentSinceMs: watch.silentSinceMs,
  });

  let answered = false;
  try {
    const answer = await peers.send({
      method: question.kind === 'begin' ? method : 'GET',
      url: upstream.url,
      path: artifactPath(contentId, part),
      headers,
      // The watch ends it sooner.
      headTimeoutMs: limits.failoverDeadlineMs,
      signal: AbortSignal.any([player.left, leaving.signal]),
    });
    answered = true;
    health.report(upstream, true);
    const verdict = judgeAnswer(question, answer.statusCode ?? 0, answer.headers);
    switch (verdict.kind) {
      case 'final':
        answer.resume();
        return { kind: 'final', error: verdict.error, contentRange: answer.headers['content-range'] };
      case 'refused':
        return failed('refused', await readProblem(answer));
      case 'malformed':
        answer.destroy();
        return failed('refused', new UnderstudyError('peer_protocol', verdict.what));
      case 'bodiless':
        answer.resume();
        player.begin(answer.statusCode ?? 0, playerHeaders(answer.headers));
        player.end();
        return { kind: 'whole' };
      case 'deliver':
        if (delivery.begun) {
          delivery.goOn(verdict.head);
          events.continued(
            {
              request: delivery.request,
              position: delivery.position,
              silenceMs: performance.now() - watch.silentSinceMs,
            },
            upstream.id,
          );
        } else {
          delivery.begin(verdict.head);
          player.begin(answer.statusCode ?? 0, playerHeaders(answer.headers));
        }
        await relay(answer, delivery, player, watch);
        player.end();
        return { kind: 'whole' };
    }
  } catch (error) {
    player.left.throwIfAborted();
    if (leaving.signal.aborted) return failed('stalled', leaving.signal.reason as UnderstudyError);
    if (!isUnderstudyError(error)) throw error;
    if (!answered) health.report(upstream, false);
    return failed(answered ? 'cut' : 'unreachable', error);
  } finally {
    watch.close();
  }
}
