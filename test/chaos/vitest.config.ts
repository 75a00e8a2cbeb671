import { programOf } from '../vitest-program.js';

// By `npm run chaos`.
export default programOf(['test/chaos/*.chaos.ts'], { hookTimeout: 120_000, disableConsoleIntercept: true });
