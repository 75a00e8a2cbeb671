export { type PlayPath, playPaths } from '../routes/play-schemas.js';
export { steeringPath } from '../routes/steering.js';
export { TestRouter } from './test-router.js';
