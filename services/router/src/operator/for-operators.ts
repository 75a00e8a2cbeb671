import type { StreamsAnswer } from '@understudy/peer-protocol';
import { type ProcessHistograms, readHistograms } from '@understudy/service-kit';
import type { RouterContext } from '../context.js';

/** What the console shows the percentiles of. */
const shownHistograms = [
  'understudy_router_first_byte_seconds',
  'understudy_router_failover_silence_seconds',
];

/** What a router tells and does for operators, whatever the number of its processes. None of it rejects. */
export interface ForOperators {
  /** The open responses, those first that began first, so many at most. */
  streams(most: number): Promise<StreamsAnswer>;
  /** Cuts the open responses of a request; how many there were. */
  endStreams(requestId: string): Promise<number>;
  /** Of each process that serves players. */
  histograms(): Promise<readonly ProcessHistograms[]>;
}

/** That of a single process. */
export function forOperators({
  streams,
  registry,
}: Pick<RouterContext, 'streams' | 'registry'>): ForOperators {
  return {
    streams: async (most) => streams.show(most),
    endStreams: async (requestId) => streams.end(requestId),
    histograms: async () => [await readHistograms(registry, shownHistograms)],
  };
}
