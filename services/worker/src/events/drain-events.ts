import type { Logger } from '@understudy/service-kit';
import type { Left } from '../drain/drain.js';

/** A worker that goes. */
export function drainEvents(logger: Logger) {
  return {
    /** `copies` is how many are here, wherever else they are. */
    drainBegan(left: Left) {
      logger.info({ event: 'drain', ...left }, 'this worker drains: it takes nothing new, and hands over');
    },
    drainUndone() {
      logger.info({ event: 'drain.undone' }, 'this worker is active again');
    },
    drainEnded(left: Left, tookMs: number) {
      const line = { event: 'drained', ...left, ms: Math.round(tookMs) };
      if (left.streams + left.generating + left.copies === 0) logger.info(line, 'everything is handed over');
      else logger.warn(line, 'the time to drain is over, and this is left');
    },
  };
}
