import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { openMetadataStore } from '@understudy/metadata-store';
import { PeerTls, peerTlsEvents } from '@understudy/peer-protocol';
import { createLogger, EventFeed, type Service } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import type { RouterConfig } from '../config.js';
import { createProcessEvents } from '../events.js';
import { startAdmin } from '../start-admin.js';
import { closeMarginMs } from '../start-router.js';
import { askProcesses } from './ask-processes.js';
import type { ProcessMessage } from './messages.js';
import { ProcessLine } from './process-line.js';
import { ProcessMetrics } from './process-metrics.js';

/** A process that ended is replaced after this: soon, and not as fast as a broken one can end. */
const replaceAfterMs = 500;
/** For the end of the processes themselves, beyond their own deadline. */
const exitMarginMs = 3_000;

/**
 * Runs `UNDERSTUDY_ROUTER_PROCESSES` routers on one port, by node:cluster. They share nothing but that; this process serves no
 * player. It answers for all of them on the admin port: ready while one is, and metrics added up.
 */
export async function startPrimary(config: RouterConfig): Promise<Service> {
  // Each takes connections from the port itself. Handed out in turn by this process, one that is on its way to a process that just
  // died would hang for good.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const feed = new EventFeed(config.eventsKept);
  const logger = createLogger(config.logLevel, { service: 'router' }, feed);
  const events = createProcessEvents(logger);
  /** Those that listen. */
  const lines = new Map<Worker, ProcessLine>();
  const ready = new Set<Worker>();
  const metrics = new ProcessMetrics();
  let closing = false;

  const fork = (): Worker => {
    const serving = cluster.fork();
    serving.on('message', (message: ProcessMessage) => {
      switch (message.type) {
        case 'listening':
          lines.set(serving, new ProcessLine(serving, events));
          break;
        case 'events':
          for (const event of message.events) feed.add(event);
          break;
        case 'ready':
          if (message.ready) ready.add(serving);
          else ready.delete(serving);
          break;
        case 'answer':
          lines.get(serving)?.hear(message);
      }
    });
    serving.once('exit', (code, signal) => {
      ready.delete(serving);
      lines.get(serving)?.close();
      lines.delete(serving);
      metrics.ended(serving.id);
      if (closing) return;
      events.processDied(serving.process.pid, code, signal);
      setTimeout(() => {
        if (!closing) fork();
      }, replaceAfterMs);
    });
    return serving;
  };

  const serving = () => Object.values(cluster.workers ?? {}).filter((each) => each !== undefined);
  const asked = askProcesses(() => [...lines.values()], metrics);
  // What is asked of this process only it can count.
  const counted = new Registry();
  const peerTls = config.peers.tls && new PeerTls(config.peers.tls, peerTlsEvents(logger, new Registry()));
  const admin = await startAdmin(config, {
    ...{ logger, feed, counted, peerTls },
    forOperators: asked,
    registry: {
      contentType: counted.contentType,
      metrics: async () => `${await asked.metrics()}${await counted.metrics()}`,
    },
    isReady: () => !closing && [...ready].some((each) => lines.get(each)?.isSilent === false),
    isDraining: () => closing,
  });
  const store = await openMetadataStore(config.metadataUrl, {
    keyPrefix: config.metadataPrefix,
    ...(config.dataDir !== undefined && { dataDir: config.dataDir }),
  });
  const urls = await Promise.all(Array.from({ length: config.processes }, () => untilListening(fork())));
  const presence = admin.announce(store, events);
  events.listening(urls[0] as string, admin.url, admin.healthUrl);

  return {
    logger,
    closeDeadlineMs: config.drainDeadlineMs + closeMarginMs + exitMarginMs,
    async close() {
      closing = true;
      await Promise.all(
        serving().map((each) => {
          const exited = once(each, 'exit');
          each.process.kill('SIGTERM');
          return exited;
        }),
      );
      await presence?.close();
      await admin.close();
      peerTls?.close();
      await store.close();
    },
  };
}

/** Resolves with the URL it serves. Rejects when it ends before. */
function untilListening(serving: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    serving.once('exit', () => reject(new Error('a router process ended before it listened')));
    serving.on('message', (message: ProcessMessage) => {
      if (message.type === 'listening') resolve(message.url);
    });
  });
}
