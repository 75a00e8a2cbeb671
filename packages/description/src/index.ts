export { canonicalDescription, descriptionDigest, textDigest } from './canonical.js';
export { FieldErrors } from './field-errors.js';
export {
  aacFrameSamples,
  type FrameRate,
  frameRates,
  sampleRateHz,
  samplesPerFrame,
  unitFrames,
} from './frame-rate.js';
export { limits } from './limits.js';
export { parseDescription } from './parse.js';
export { type ProgramSource, programOf } from './program.js';
export { readBySchema, type SchemaNode } from './read-schema.js';
export { type FrameSize, type Rendered, renderedAt, shownSize } from './rendition.js';
export {
  type Description,
  descriptionSchema,
  type Scene,
  type SceneAudio,
  type SceneText,
  type Source,
} from './schema.js';
export {
  longestSegmentFrames,
  type PlannedSegment,
  planSegments,
  type SegmentPlan,
  sceneFrameCounts,
} from './segment-plan.js';
export { countSheets, planStoryboard, type Storyboard, type Tile } from './storyboard.js';
