import { programOf } from '../vitest-program.js';

// The cluster of infra/docker-compose.yml in real containers: `npm run compose-test`.
export default programOf(['test/compose/*.compose.ts'], { testTimeout: 180_000, hookTimeout: 1_200_000 });
