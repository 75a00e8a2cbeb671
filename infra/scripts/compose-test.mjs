import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({ programs: ['openssl'] });
await vitest(['--config', 'test/compose/vitest.config.ts', ...process.argv.slice(2)]);
