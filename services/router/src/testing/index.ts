export { type PlayPath, playPaths } from '../routes/play-schemas.js';
