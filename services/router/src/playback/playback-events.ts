import { isUnderstudyError } from '@understudy/errors';
import type { Logger } from '@understudy/service-kit';
import { Counter, Gauge, type Registry } from 'prom-client';

export type PlaybackEvents = ReturnType<typeof playbackEvents>;

/** What happens where playback is signed. Nothing of a token is ever part of it, nor who has one. */
export function playbackEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const refused = new Counter({
    name: 'understudy_router_playback_refused_total',
    help: 'Requests of players that brought no good token',
    labelNames: ['code'],
    registers,
  });
  const ended = new Counter({
    name: 'understudy_router_playback_ended_total',
    help: 'Responses cut because their token was revoked or has expired',
    labelNames: ['reason'],
    registers,
  });
  const known = new Gauge({
    name: 'understudy_router_revocations',
    help: 'Revocations that it knows',
    registers,
    aggregator: 'min',
  });

  return {
    /** No line: whoever asks without a token would fill the log. */
    playbackRefused(code: string) {
      refused.inc({ code });
    },
    playbackEnded(reason: 'revoked' | 'expired') {
      ended.inc({ reason });
    },
    revocations(count: number) {
      known.set(count);
      logger.info({ event: 'playback.revocations', count }, 'what is revoked has changed');
    },
    keysLoaded(kids: readonly string[]) {
      logger.info({ event: 'playback.keys', kids }, 'tokens are verified with these public keys from now on');
    },
    keysFailed(error: unknown) {
      const why = isUnderstudyError(error) ? { code: error.code, why: error.message } : { error };
      logger.warn(
        { event: 'playback.keys-failed', ...why },
        'the JWK Set cannot be read; the last known keys stand',
      );
    },
  };
}
