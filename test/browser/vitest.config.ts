import { programOf } from '../vitest-program.js';

// A real browser against a whole cluster: `npm run browser-test`. One at a time: a busy machine would show in what is played.
export default programOf(['test/browser/*.browser.ts'], {
  testTimeout: 120_000,
  hookTimeout: 60_000,
  disableConsoleIntercept: true,
});
