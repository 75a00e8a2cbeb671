export { plainRunArguments } from './plain-run.js';
export { randomDescription } from './random-description.js';
