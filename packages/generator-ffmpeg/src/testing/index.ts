export { plainRunArguments } from './plain-run.js';
