import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { about, reason } from './fields.js';

/** Responses to players: ended, continued, relayed. `requestId` is that of the request which they answer. */
export function responseEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const streams = new Counter({
    name: 'understudy_streams_total',
    help: 'Responses ended',
    labelNames: ['result'],
    registers,
  });
  const continuations = new Counter({
    name: 'understudy_continuations_total',
    help: 'Responses of another worker continued',
    registers,
  });
  const relays = new Counter({
    name: 'understudy_relays_total',
    help: 'Responses of another worker passed on because the disk takes nothing',
    labelNames: ['result'],
    registers,
  });

  return {
    streamed(requestId: string, artifact: StoredArtifact) {
      streams.inc({ result: 'whole' });
      logger.debug({ event: 'streamed', requestId, ...about(artifact) }, 'response ended');
    },
    streamCut(requestId: string, artifact: StoredArtifact, error: unknown) {
      streams.inc({ result: 'cut' });
      logger.warn({ event: 'stream.cut', requestId, ...about(artifact), ...reason(error) }, 'response cut');
    },
    continued(requestId: string, artifact: StoredArtifact, position: number) {
      continuations.inc();
      logger.info(
        { event: 'continued', requestId, ...about(artifact), position },
        'continues a response of another worker',
      );
    },
    relayed(requestId: string, contentId: bigint, worker: string) {
      relays.inc({ result: 'begun' });
      logger.info(
        { event: 'relayed', requestId, contentId: String(contentId), other: worker },
        'relays another worker',
      );
    },
    relayCut(requestId: string, contentId: bigint, worker: string, error: unknown) {
      relays.inc({ result: 'cut' });
      logger.warn(
        { event: 'relay.cut', requestId, contentId: String(contentId), other: worker, ...reason(error) },
        'what was relayed was cut',
      );
    },
  };
}
