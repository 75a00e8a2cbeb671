export { checkFolder } from './check-folder.js';
export { type CheckOptions, checkGenerator } from './check-generator.js';
export type { Kept, Report } from './report.js';
