import { players } from '@understudy/player/page';
import { VideoRenditions } from './video-renditions.js';

// Before media-chrome is loaded: it looks for them once, when it finds the video.
for (const [video, { qualities }] of players)
  Object.assign(video, { videoRenditions: new VideoRenditions(qualities) });
