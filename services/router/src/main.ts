import { runService } from '@understudy/service-kit';
import { readConfig } from './config.js';
import { startRouter } from './start-router.js';

await runService(() => startRouter(readConfig(process.env)));
