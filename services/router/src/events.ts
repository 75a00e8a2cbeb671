import { isUnderstudyError } from '@understudy/errors';
import { type Membership, stillLost } from '@understudy/metadata-store';
import { peerTlsEvents } from '@understudy/peer-protocol';
import { type Logger, serviceEvents } from '@understudy/service-kit';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type Limit, RefusalLog } from './limits/refusal-log.js';
import type { PlayRequest } from './play/decode-request.js';
import type { Failure } from './play/failure.js';
import { playbackEvents } from './playback/playback-events.js';
import { playerEvents } from './player-data/player-events.js';

export type RouterEvents = ReturnType<typeof createEvents>;

/** What a log line about a response says of it. */
export interface ShownResponse {
  readonly request: PlayRequest;
  /** The next byte of the resource that the player gets. */
  readonly position: number;
  readonly silenceMs: number;
}

/** Only those that say so blame the address that stands beside them. */
const limited: Readonly<Record<Limit, string>> = {
  connections: 'an address has as many connections open as it may have',
  connection_rate: 'an address opens connections faster than it may',
  all_connections: 'as many connections are open as there may be, and all of them answer something',
  requests: 'an address sends requests faster than it may',
  responses: 'an address is given as many responses at once as it may have',
  slow_reader: 'others needed the place of a client that was slow or paused',
};

/** One helper per event: the log line and the counter, so that they cannot disagree. */
export function createEvents(
  logger: Logger,
  registry: Registry,
  { limitedAddresses }: { readonly limitedAddresses: number },
) {
  const registers = [registry];
  const streams = new Gauge({ name: 'understudy_router_streams', help: 'Responses open now', registers });
  const responses = new Counter({
    name: 'understudy_router_responses_total',
    help: 'Responses ended',
    labelNames: ['result'],
    registers,
  });
  const bytes = new Counter({
    name: 'understudy_router_bytes_total',
    help: 'Bytes given to players',
    registers,
  });
  const losses = new Counter({
    name: 'understudy_router_upstreams_lost_total',
    help: 'Workers left during a request',
    labelNames: ['reason'],
    registers,
  });
  const failovers = new Counter({
    name: 'understudy_router_failovers_total',
    help: 'Responses continued from another worker',
    registers,
  });
  const spread = new Counter({
    name: 'understudy_router_spread_total',
    help: 'Requests for complete videos that went to another worker than the first, because of its load',
    labelNames: ['to'],
    registers,
  });
  const silence = new Histogram({
    name: 'understudy_router_failover_silence_seconds',
    help: 'From the last byte of the lost worker to the first of the next',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30],
    registers,
  });
  const firstByte = new Histogram({
    name: 'understudy_router_first_byte_seconds',
    help: 'From a request to the first byte of its answer from a worker',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const epochKnown = new Gauge({
    name: 'understudy_router_epoch',
    help: 'Epoch of the membership that requests are placed by',
    registers,
    aggregator: 'min',
  });
  let shown: Pick<Membership, 'lost'> = {};
  const workers = new Gauge({
    name: 'understudy_router_workers',
    help: 'Workers that it knows; `lost`: within the last hour, and not back',
    labelNames: ['state'],
    registers,
    aggregator: 'max',
    collect() {
      this.set({ state: 'lost' }, stillLost(shown, Date.now()).length);
    },
  });
  const refusedConnections = new Counter({
    name: 'understudy_router_connections_refused_total',
    help: 'Connections over a limit',
    labelNames: ['limit'],
    registers,
  });
  const evictedConnections = new Counter({
    name: 'understudy_router_connections_evicted_total',
    help: 'Idle connections closed to make room for others',
    registers,
  });
  const refusedRequests = new Counter({
    name: 'understudy_router_requests_refused_total',
    help: 'Requests over a limit of their address, or that came while the event loop was late',
    labelNames: ['limit'],
    registers,
  });
  const slowReaders = new Counter({
    name: 'understudy_router_slow_readers_total',
    help: 'Answers cut because their client took too little of them, or of its request sent too little, and others needed their place',
    registers,
  });
  const refusals = new RefusalLog(limitedAddresses, (limit, address, count) =>
    logger.warn({ event: 'limited', limit, address, count }, limited[limit]),
  );

  const about = ({ request, position, silenceMs }: ShownResponse) => ({
    requestId: request.requestId,
    contentId: String(request.contentId),
    part: request.part,
    position,
    silenceMs: Math.round(silenceMs),
  });
  const reason = (error: unknown) =>
    isUnderstudyError(error) ? { code: error.code, why: error.message } : { code: 'internal', error };

  return {
    ...serviceEvents(logger, registry, 'the last members stand'),
    listening(url: string, adminUrl: string, healthUrl?: string) {
      logger.info({ event: 'listening', url, adminUrl, healthUrl }, 'listening');
    },
    ...presenceEvents(logger),
    ...peerTlsEvents(logger, registry),
    ...playerEvents(registry),
    ...playbackEvents(logger, registry),
    membership(membership: Membership) {
      const { epoch, members } = membership;
      const draining = members.filter(({ state }) => state === 'draining').length;
      shown = membership;
      epochKnown.set(epoch);
      workers.set({ state: 'active' }, members.length - draining);
      workers.set({ state: 'draining' }, draining);
      logger.info({ event: 'membership', epoch, members: members.map(({ id }) => id) }, 'membership changed');
    },
    workerLost(worker: string) {
      logger.warn(
        { event: 'worker.lost', worker },
        'the lease of a worker ran out: it is no member any more',
      );
    },
    workerAlive(worker: string, alive: boolean) {
      if (alive) logger.info({ event: 'worker.alive', worker }, 'a worker answers again');
      else
        logger.warn({ event: 'worker.failing', worker }, 'a worker does not answer; others are asked first');
    },
    tlsReloaded() {
      logger.info({ event: 'tls.reloaded' }, 'a new certificate is used from now on');
    },
    tlsNotReloaded(error: unknown) {
      logger.error(
        { event: 'tls.failed', ...reason(error) },
        'the certificate files cannot be used; the last certificate stays',
      );
    },
    streamOpened() {
      streams.inc();
    },
    streamClosed(result: 'whole' | 'left' | 'refused' | 'cut' | 'ended' | 'slow', delivered: number) {
      streams.dec();
      responses.inc({ result });
      bytes.inc(delivered);
    },
    /** No line, and so cheap that every response has it. */
    began(waitedMs: number) {
      firstByte.observe(waitedMs / 1_000);
    },
    /** No line: it may be every response. */
    spread(isSpilled: boolean) {
      spread.inc({ to: isSpilled ? 'spare' : 'copy' });
    },
    upstreamLost(response: ShownResponse, { upstream, kind, error }: Failure) {
      losses.inc({ reason: kind });
      if (kind === 'draining') {
        logger.info(
          { event: 'upstream.drains', ...about(response), worker: upstream.id },
          'a worker hands its response over',
        );
        return;
      }
      logger.warn(
        { event: 'upstream.lost', ...about(response), worker: upstream.id, kind, ...reason(error) },
        'a worker was left',
      );
    },
    continued(response: ShownResponse, worker: string) {
      failovers.inc();
      silence.observe(response.silenceMs / 1_000);
      logger.info({ event: 'failover', ...about(response), worker }, 'another worker continues the response');
    },
    refused(response: ShownResponse, error: unknown) {
      logger.warn({ event: 'refused', ...about(response), ...reason(error) }, 'no worker can serve it');
    },
    cut(response: ShownResponse, error: unknown) {
      logger.error({ event: 'stream.cut', ...about(response), ...reason(error) }, 'a response was cut');
    },
    /** As it was meant: nobody is to be woken. */
    endedByDeletion(response: ShownResponse) {
      logger.info(
        { event: 'stream.ended', reason: 'deleted', ...about(response) },
        'a response was cut because its video was deleted',
      );
    },
    endedByOperator({ request, position }: Pick<ShownResponse, 'request' | 'position'>) {
      const { silenceMs: _, ...what } = about({ request, position, silenceMs: 0 });
      logger.info(
        { event: 'stream.ended', reason: 'ended_by_operator', ...what },
        'a response was cut because an operator ended it',
      );
    },
    // A line for each would fill the log as well: see `RefusalLog`.
    connectionRefused(limit: Limit, address: string | undefined) {
      refusedConnections.inc({ limit });
      refusals.note(limit, address, performance.now());
    },
    connectionsEvicted(count: number) {
      evictedConnections.inc(count);
    },
    requestRefused(limit: Limit, address: string) {
      refusedRequests.inc({ limit });
      refusals.note(limit, address, performance.now());
    },
    requestShed() {
      refusedRequests.inc({ limit: 'event_loop' });
    },
    slowReader(address: string) {
      slowReaders.inc();
      refusals.note('slow_reader', address, performance.now());
    },
    catalogAway(requestId: string, error: unknown) {
      logger.warn({ event: 'catalog.away', requestId, error }, 'the catalog does not answer');
    },
    drain(open: number) {
      logger.info({ event: 'drain', open }, 'takes no new connection; what is open may end');
    },
    drained(open: number, ms: number) {
      logger.info(
        { event: 'drained', open, ms: Math.round(ms) },
        'draining is over; what is still open is cut',
      );
    },
  };
}

/** Those of the process that runs several others. */
export function createProcessEvents(logger: Logger) {
  return {
    ...presenceEvents(logger),
    listening(url: string, adminUrl: string, healthUrl?: string) {
      logger.info({ event: 'listening', url, adminUrl, healthUrl }, 'listening');
    },
    processDied(pid: number | undefined, code: number | null, signal: string | null) {
      logger.error({ event: 'process.died', pid, code, signal }, 'a router process died; another is started');
    },
    processSilent(pid: number | undefined) {
      logger.error(
        { event: 'process.silent', pid },
        'a router process does not answer; what it serves stands still',
      );
    },
    processAnswers(pid: number | undefined) {
      logger.info({ event: 'process.answers', pid }, 'a router process answers again');
    },
  };
}

/** What a router finds of its catalog, whether or not anybody asks for anything. */
export function catalogEvents(logger: Logger) {
  return {
    catalogReachable(isReachable: boolean) {
      if (isReachable) logger.info({ event: 'catalog.reachable' }, 'the catalog answers its health check');
      else
        logger.warn(
          { event: 'catalog.unreachable' },
          'the catalog does not answer its health check; nothing can be created',
        );
    },
  };
}

function presenceEvents(logger: Logger) {
  return {
    /** It serves all the same. */
    hidden(error: unknown) {
      logger.warn({ event: 'hidden', error }, 'the console cannot find this router');
    },
  };
}
