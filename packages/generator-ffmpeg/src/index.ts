export { createFfmpegGenerator, type FfmpegGeneratorOptions } from './ffmpeg-generator.js';
export { readClipBytes } from './library/clip-bytes.js';
export { type ClipLimits, readClipLimits } from './library/clip-limits.js';
export { makeExampleLibrary } from './library/example-library.js';
export { checkClips } from './library/library.js';
export { ffmpegCosts } from './price/ffmpeg-pricing.js';
export { type Confinement, describeOff, findConfinement } from './run/confinement.js';
export { type ConfinementConfig, readConfinementConfig } from './run/confinement-config.js';
