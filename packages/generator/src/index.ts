export { BoxScanner } from './fmp4/box-scanner.js';
export { countSamples } from './fmp4/fragment-samples.js';
export { withDuration } from './fmp4/with-duration.js';
export type {
  Generator,
  RunManner,
  SegmentGenerator,
  SegmentPiece,
  StreamFacts,
  StreamGenerator,
  StreamPart,
} from './generator.js';
export {
  type Calibration,
  Learning,
  medianCalibration,
  parseCalibration,
  reference,
} from './price/calibration.js';
export { flatCosts, flatPricing } from './price/flat-costs.js';
export { addCosts, type Costs, type Pricing, priceOf } from './price/pricing.js';
export {
  type ProgramFile,
  programDefaults,
  programFileSchema,
  readProgramFile,
} from './program/program-file.js';
export { openProgramGenerator } from './program/program-generator.js';
export { collect } from './run/collect.js';
export { type ProgramRun, runProgram } from './run/run-program.js';
