import { getHttpCacheTests } from './http-cache-tests.mjs';
import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({ programs: ['ffmpeg', 'ffprobe', 'flock', 'varnishtest'] });
process.env.HTTP_CACHE_TESTS_DIR = getHttpCacheTests();
await vitest(['--config', 'test/conformance/vitest.config.ts', ...process.argv.slice(2)]);
