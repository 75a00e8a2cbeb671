export { createPlayer, type Player, type PlayerOptions } from './create-player.js';
export { hlsConfig } from './hls-config.js';
export type { FatalReason, PlayerEvents } from './player-events.js';
export type { Qualities, Quality } from './qualities.js';
export { newSession } from './session.js';
export type { Technique } from './technique.js';
