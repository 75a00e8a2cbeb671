export { deleteVideo } from './delete-video.js';
export { fingerprintFor } from './fingerprints.js';
