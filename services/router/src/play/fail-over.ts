import type { UnderstudyError } from '@understudy/errors';
import type { RouterContext } from '../context.js';
import { type AttemptResult, attempt } from './attempt.js';
import type { Delivery } from './delivery.js';
import type { Failure } from './failure.js';
import { isSuperseded, isWorthWaiting, judgeFailures } from './judge-failures.js';
import { pickUpstream } from './pick-upstream.js';
import type { PlaySpan } from './play-span.js';
import type { Player } from './player.js';

/** A pause before the same workers are asked again: long enough not to hammer them, short against a player's buffer. */
const firstPauseMs = 50;
const longestPauseMs = 500;
const noneFailed: ReadonlySet<string> = new Set();

export type PlayResult =
  /** `ended`: cut off as it was meant, since the video was deleted. */
  | { readonly kind: 'whole' | 'left' | 'cut' | 'ended'; readonly bytes: number }
  /** Nothing was sent: the player gets a problem document. */
  | {
      readonly kind: 'refused';
      readonly bytes: 0;
      readonly error: UnderstudyError;
      readonly contentRange?: string | undefined;
    };

/**
 * Gives a player its response, from one worker after the other: each goes on at the byte where the last one was lost. Ends
 * with the whole response; or refused before its first byte; or cut, when no worker could go on until the deadline.
 */
export async function playThrough(
  context: RouterContext,
  delivery: Delivery,
  player: Player,
  span?: PlaySpan,
): Promise<PlayResult> {
  const { request } = delivery;
  try {
    const result = await failOver(context, delivery, player, span);
    // Over HTTP/2 its end is sent when it has its turn: a router that stops must not cut it off from the bytes.
    if (result.kind === 'whole') await player.over;
    return result;
  } catch (error) {
    if (player.hasLeft) return { kind: 'left', bytes: delivery.bytes };
    if (!delivery.begun) throw error;
    // A mistake of ours: too late for a problem document.
    context.events.cut({ request, position: delivery.position, silenceMs: 0 }, error);
    player.cut();
    return { kind: 'cut', bytes: delivery.bytes };
  }
}

async function failOver(
  context: RouterContext,
  delivery: Delivery,
  player: Player,
  span: PlaySpan | undefined,
): Promise<PlayResult> {
  const { events, limits, members, health, spread } = context;
  const { request } = delivery;
  let silentSinceMs = performance.now();
  let pauseMs = firstPauseMs;
  let failures: Failure[] = [];
  const shown = () => ({
    request,
    position: delivery.position,
    silenceMs: performance.now() - silentSinceMs,
  });

  for (;;) {
    // It may have left between two attempts, when nobody was told.
    if (player.hasLeft) return { kind: 'left', bytes: delivery.bytes };
    const candidates = members.candidates(request.contentId);
    const failed = failures.length === 0 ? noneFailed : new Set(failures.map(({ upstream }) => upstream.id));
    const preferred = pickUpstream(candidates, failed, (candidate) => health.isAlive(candidate));

    if (preferred !== undefined) {
      const upstream = spread.choose(preferred, request, candidates, failed);
      const others = candidates.filter((candidate) => candidate !== upstream);
      const before = delivery.position;
      const result: AttemptResult = await attempt(context, {
        upstream,
        others,
        delivery,
        player,
        silentSinceMs,
        span: span?.attempt(upstream, before),
      });
      if (result.kind === 'whole') return { kind: 'whole', bytes: delivery.bytes };
      if (result.kind === 'final') {
        if (delivery.begun) return cut(result.error);
        return { kind: 'refused', bytes: 0, error: result.error, contentRange: result.contentRange };
      }
      silentSinceMs = result.silentSinceMs;
      events.upstreamLost(shown(), result.failure);
      if (delivery.begun && delivery.isWhole(undefined)) {
        // Lost behind its last byte: there is nothing left to ask for.
        player.end();
        return { kind: 'whole', bytes: delivery.bytes };
      }
      // What was delivered proves that things have changed since the others failed.
      if (delivery.position > before) {
        failures = [];
        pauseMs = firstPauseMs;
      }
      failures = [...failures, result.failure];
      if (isOver(0)) return giveUp();
      continue;
    }

    if (delivery.begun && isSuperseded(failures)) return giveUp();
    if (!delivery.begun && !isWorthWaiting(failures)) return refuse();
    if (isOver(pauseMs)) return giveUp();
    await pause(player, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    failures = [];
  }

  function isOver(afterMs: number): boolean {
    return performance.now() + afterMs - silentSinceMs >= limits.failoverDeadlineMs;
  }

  function giveUp(): PlayResult {
    return delivery.begun ? cut(judgeFailures(failures)) : refuse();
  }

  function refuse(): PlayResult {
    const error = judgeFailures(failures);
    events.refused(shown(), error);
    return { kind: 'refused', bytes: 0, error };
  }

  function cut(error: UnderstudyError): PlayResult {
    const isMeant = error.code === 'gone';
    if (isMeant) events.endedByDeletion(shown());
    else events.cut(shown(), error);
    player.cut();
    return { kind: isMeant ? 'ended' : 'cut', bytes: delivery.bytes };
  }
}

/** Rejects as soon as the player leaves. */
function pause(player: Player, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      player.onLeft = undefined;
      resolve();
    }, ms);
    player.onLeft = () => {
      clearTimeout(timer);
      reject(new Error('the player left'));
    };
  });
}
