import { programOf } from '../vitest-program.js';

// The long form, of what the units and the clusters have the short form of: `npm run fuzz`.
export default programOf(['test/fuzz/*.fuzz.ts', 'test/fuzz/sockets/*.fuzz.ts'], {
  hookTimeout: 120_000,
  disableConsoleIntercept: true,
});
