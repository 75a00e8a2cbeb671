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
  /** Has what was revoked read now; whether it is obeyed, by all processes: not where playback is open. */
  readRevocations(): Promise<boolean>;
}

/** That of a single process. */
export function forOperators({
  streams,
  registry,
  playback,
}: Pick<RouterContext, 'streams' | 'registry' | 'playback'>): ForOperators {
  return {
    streams: async (most) => streams.show(most),
    endStreams: async (requestId) => streams.end(requestId),
    histograms: async () => [await readHistograms(registry, shownHistograms)],
    readRevocations: async () => (await playback?.readRevocations()) ?? false,
  };
}
