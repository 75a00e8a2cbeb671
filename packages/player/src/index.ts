export { createPlayer, type Player, type PlayerOptions } from './create-player.js';
export { hlsConfig } from './hls-config.js';
export type { FatalReason, PlayerEvents } from './player-events.js';
export { newSession } from './session.js';
export type { Technique } from './technique.js';
