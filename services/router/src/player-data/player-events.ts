import { Counter, Histogram, type Registry } from 'prom-client';
import type { PlayerData } from './read-player-data.js';

/** What players tell of themselves. Anybody may tell anything: it is counted, and decides nothing. */
export function playerEvents(registry: Registry) {
  const registers = [registry];
  const requests = new Counter({
    name: 'understudy_player_requests_total',
    help: 'Requests of players that tell of themselves, by what they do',
    labelNames: ['state'],
    registers,
  });
  const starvations = new Counter({
    name: 'understudy_player_starvations_total',
    help: 'Requests of players whose buffer had run empty since their last one',
    registers,
  });
  const rebuffering = new Histogram({
    name: 'understudy_player_rebuffering_seconds',
    help: 'How long a player stood still because its buffer had run empty',
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const start = new Histogram({
    name: 'understudy_player_start_seconds',
    help: 'From the wish to play until a player played',
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30],
    registers,
  });
  return {
    playerTold({ state, starved, rebufferedMs, startMs }: PlayerData) {
      requests.inc({ state });
      if (starved) starvations.inc();
      for (const ms of rebufferedMs) rebuffering.observe(ms / 1_000);
      if (startMs !== undefined) start.observe(startMs / 1_000);
    },
  };
}
