import cluster from 'node:cluster';
import { runService } from '@understudy/service-kit';
import { readConfig } from './config.js';
import { followPrimary } from './processes/follow-primary.js';
import { startPrimary } from './processes/start-primary.js';
import { startRouter } from './start-router.js';

if (cluster.isWorker) await runService(async () => followPrimary(readConfig(process.env)), ['SIGTERM']);
else
  await runService(async () => {
    const config = readConfig(process.env);
    return config.processes > 1 ? startPrimary(config) : startRouter(config);
  });
