import { programOf } from '../vitest-program.js';

// Measuring is a program of its own: `npm run bench`. One at a time, and nothing else beside it.
export default programOf(['test/bench/*.bench.ts'], {
  testTimeout: 3_600_000,
  hookTimeout: 120_000,
  disableConsoleIntercept: true,
});
