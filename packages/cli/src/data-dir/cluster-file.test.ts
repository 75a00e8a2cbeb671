import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServiceProcess } from '../process/service-process.js';
import { temporaryDataDir } from '../testing/data-dir.js';
import { ClusterFileKeeper } from './cluster-file.js';

let lastPid = 100;
const processOf = (name: string, adminUrl?: string): ServiceProcess => {
  lastPid += 1;
  return {
    service: 'worker',
    name,
    url: `http://127.0.0.1:${lastPid}`,
    adminUrl,
    healthUrl: undefined,
    pid: lastPid,
    logFile: `${name}.log`,
    kill: () => {},
    exited: new Promise(() => {}),
  };
};

test('cluster.json says what runs, to its owner only, and is gone at the end', async () => {
  const dataDir = await temporaryDataDir();
  const workers = [processOf('w1'), processOf('w2')];
  const cluster = {
    apiKey: 'api',
    adminKey: 'admin',
    catalog: processOf('catalog'),
    console: processOf('console'),
    routers: [processOf('router1', 'http://127.0.0.1:9')],
    workers,
  };
  const keeper = new ClusterFileKeeper(dataDir);
  const path = join(dataDir, 'cluster.json');
  await keeper.write(cluster);
  const address = ({ url, pid }: ServiceProcess) => ({ url, pid });
  const [router] = cluster.routers.map((each) => ({ ...address(each), adminUrl: 'http://127.0.0.1:9' }));
  const expected = {
    router,
    routers: [router],
    admin: { url: cluster.console.url, key: 'admin' },
    catalog: address(cluster.catalog),
    console: address(cluster.console),
    apiKey: 'api',
    workers: workers.map((worker) => ({ id: worker.name, ...address(worker) })),
  };
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(expected);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  workers.shift();
  await Promise.all([keeper.write(cluster), keeper.write(cluster)]);
  expect(JSON.parse(await readFile(path, 'utf8')).workers).toEqual(expected.workers.slice(1));
  await Promise.all([keeper.write(cluster), keeper.remove()]);
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});
