import cluster from 'node:cluster';
import { runService } from '@understudy/service-kit';
import { readConfig } from './config.js';
import { followPrimary } from './processes/follow-primary.js';
import { startPrimary } from './processes/start-primary.js';
import { startRouter } from './start-router.js';

const config = readConfig(process.env);
if (cluster.isWorker) await runService(() => followPrimary(config), ['SIGTERM']);
else await runService(() => (config.processes > 1 ? startPrimary(config) : startRouter(config)));
