import { programOf } from '../vitest-program.js';

// Suites of others against the router: `npm run conformance`. One at a time.
export default programOf(['test/conformance/*.conformance.ts'], {
  testTimeout: 180_000,
  hookTimeout: 60_000,
});
