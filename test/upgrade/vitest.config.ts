import { programOf } from '../vitest-program.js';

// By `npm run upgrade-test`.
export default programOf(['test/upgrade/*.upgrade.ts'], {
  hookTimeout: 120_000,
  disableConsoleIntercept: true,
});
