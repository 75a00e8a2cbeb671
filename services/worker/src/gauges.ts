import { Gauge } from 'prom-client';
import type { WorkerContext } from './context.js';
import { replicationLag } from './replicate/replication-lag.js';

interface Reading {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** What a worker is and has at the moment that somebody looks. */
export function registerGauges(context: WorkerContext): void {
  const { registry, store, readCache, admission, streams, moves, disk, hot } = context;
  const lag = () => replicationLag(context);
  const readings: Reading[] = [
    { name: 'understudy_open_responses', help: 'Responses open now', read: () => streams.count },
    {
      name: 'understudy_generators_running',
      help: 'Generator runs at this moment',
      read: () => admission.running,
    },
    {
      name: 'understudy_generator_queue',
      help: 'Generator runs that wait for their turn',
      read: () => admission.waiting,
    },
    {
      name: 'understudy_generator_backlog_seconds',
      help: 'How long the generators have to do with what waits for them, by its prices',
      read: () => admission.backlogS,
    },
    {
      name: 'understudy_copies',
      help: 'Videos and renditions stored here, whole or in part',
      read: () => store.count,
    },
    { name: 'understudy_stored_bytes', help: 'Bytes of all copies', read: () => store.usedBytes() },
    {
      name: 'understudy_read_cache_bytes',
      help: 'Bytes of pieces that are kept in memory',
      read: () => readCache.bytes,
    },
    {
      name: 'understudy_storage_room_bytes',
      help: 'Bytes that may be stored beside those',
      read: () => disk.roomBytes,
    },
    {
      name: 'understudy_pending_moves',
      help: 'Copies not yet seen to be where they belong',
      read: () => moves.pending,
    },
    {
      name: 'understudy_hot_copies',
      help: 'Further copies here of what many ask for',
      read: () => hot.count,
    },
    {
      name: 'understudy_epoch',
      help: 'Epoch of the membership that this worker knows',
      read: () => context.view().epoch,
    },
    {
      name: 'understudy_replicas_behind',
      help: 'Videos whose replica does not have all that is here',
      read: () => lag().videos,
    },
    {
      name: 'understudy_replication_lag_bytes',
      help: 'Bytes here that replicas do not have yet',
      read: () => lag().bytes,
    },
    {
      name: 'understudy_replication_lag_seconds',
      help: 'Time since the replica that is furthest behind had all',
      read: () => lag().ms / 1_000,
    },
  ];
  for (const { name, help, read } of readings)
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  new Gauge({
    name: 'understudy_ring_share_ratio',
    help: 'Part of the slots that this worker has',
    labelNames: ['role'],
    registers: [registry],
    collect() {
      const { master, replica } = context.view().share;
      this.set({ role: 'master' }, master);
      this.set({ role: 'replica' }, replica);
    },
  });
}
