export { createFfmpegGenerator, type FfmpegGeneratorOptions } from './ffmpeg-generator.js';
export { makeExampleLibrary } from './library/example-library.js';
export { checkClips, clipExists, listLibrary } from './library/library.js';
export { ffmpegCosts } from './price/ffmpeg-pricing.js';
