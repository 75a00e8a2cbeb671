import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { testTerminal } from '../testing/terminal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-compose-'));
});

interface Given {
  readonly exitCode?: number;
  readonly active?: number;
  /** `stop_grace_period` of every container. */
  readonly graceS?: number;
  /** What is said of new containers, one look after the other; the last one stays. */
  readonly health?: readonly string[];
}

/**
 * A docker-compose and a docker that note what they are asked, and answer as the real ones do. What the real ones do with it is shown by the
 * suite in test/compose.
 */
async function start({ exitCode = 0, active = 2, graceS = 3, health = ['healthy'] }: Given = {}) {
  const workers = Array.from({ length: active }, () => ({ state: 'active', settledEpoch: 4 }));
  await writeFile(join(folder, 'status'), JSON.stringify({ epoch: 4, workers }));
  const script = (name: string, answers: string) =>
    writeFile(
      join(folder, name),
      `#!/bin/sh\necho "${name} $*" >> ${folder}/asked\ncase "$*" in\n${answers}\nesac\n`,
    ).then(() => chmod(join(folder, name), 0o755));
  await writeFile(join(folder, 'health'), `${health.join('\n')}\n`);
  await script(
    'docker',
    [
      'compose*) exit 1 ;;',
      `*ExitCode*) echo ${exitCode} ;;`,
      `*StopTimeout*) echo ${graceS} ;;`,
      `*Health*) head -n 1 ${folder}/health; sed -i '1{$!d}' ${folder}/health ;;`,
    ].join('\n'),
  );
  await script(
    'docker-compose',
    [
      '"ps --services") printf "redis\\nworker-a\\nworker-b\\n" ;;',
      '"ps --quiet worker-a") printf "aaaaaaaaaaaaaaaa\\n" ;;',
      '"ps --quiet worker-b") printf "bbbbbbbbbbbbbbbb\\ncccccccccccccccc\\n" ;;',
      `exec*) cat ${folder}/status ;;`,
    ].join('\n'),
  );
  onTestFinished(() => rm(folder, { recursive: true }));
  const deploy = async (...args: string[]) => {
    const { terminal, told } = testTerminal();
    const env = { PATH: `${folder}:/bin:/usr/bin` };
    const code = await dispatch(['deploy', '--compose', '--timeout', '5s', ...args], env, terminal);
    const asked = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
    return { code, ...told, changes: asked.filter((line) => /docker (stop|rm)| up /.test(line)) };
  };
  return { deploy };
}

const looks = async () =>
  (await readFile(join(folder, 'asked'), 'utf8')).split('\n').filter((line) => line.includes('Health'));

test('the containers of the workers are taken one by one, and each service keeps as many as it had', async () => {
  const { deploy } = await start();
  const { code, printed, changes } = await deploy();
  expect(code).toBe(0);
  const steps = ['drains', 'is started again', 'is back', 'done'];
  const taken = ['worker-a aaaaaaaaaaaa', 'worker-b bbbbbbbbbbbb', 'worker-b cccccccccccc'];
  expect(printed).toEqual(taken.flatMap((id) => steps.map((step) => `${id}: ${step}`)));
  expect(changes.slice(0, 3)).toEqual([
    'docker stop --time 5 aaaaaaaaaaaaaaaa',
    'docker rm aaaaaaaaaaaaaaaa',
    'docker-compose up --detach --no-deps --no-recreate --scale worker-a=1 worker-a',
  ]);
  expect(changes.at(-1)).toBe(
    'docker-compose up --detach --no-deps --no-recreate --scale worker-b=2 worker-b',
  );
});

test('only the services that are named are taken', async () => {
  const { deploy } = await start();
  const { code, printed } = await deploy('worker-a', '--json');
  expect(code).toBe(0);
  expect(printed).toHaveLength(4);
  expect(JSON.parse(printed[0] as string)).toEqual({ id: 'worker-a aaaaaaaaaaaa', step: 'drains' });
});

test('a container has as long to end as its service says, and the next one is taken when the new one is healthy', async () => {
  const { deploy } = await start({ graceS: 960, health: ['starting', 'starting', 'healthy'] });
  const { code, changes } = await deploy('worker-a');
  expect(code).toBe(0);
  expect(changes[0]).toBe('docker stop --time 960 aaaaaaaaaaaaaaaa');
  expect(await looks()).toHaveLength(3);
});

test('one that does not become healthy ends it', async () => {
  const { deploy } = await start({ health: ['unhealthy'] });
  const { code, warned, changes } = await deploy('worker-a', 'worker-b', '--timeout', '1s');
  expect(code).toBe(1);
  expect(warned).toEqual(['worker-a aaaaaaaaaaaa: is not healthy after 1 s']);
  expect(changes.filter((line) => line.startsWith('docker stop'))).toHaveLength(1);
});

test('one that did not end in good order is left as it is, and so are the others', async () => {
  const { deploy } = await start({ exitCode: 137 });
  const { code, warned, changes } = await deploy();
  expect(code).toBe(1);
  expect(warned).toEqual(['worker-a aaaaaaaaaaaa: ended with 137, not in good order; it is left as it is']);
  expect(changes).toEqual(['docker stop --time 5 aaaaaaaaaaaaaaaa']);
});

test('the only worker is not taken', async () => {
  const { deploy } = await start({ active: 1 });
  const { code, warned, changes } = await deploy();
  expect(code).toBe(1);
  expect(warned).toEqual(['worker-a aaaaaaaaaaaa: the number of active workers is 1: nobody would go on']);
  expect(changes).toEqual([]);
});

test('without compose, and for a service that is not there, it says so', async () => {
  const { deploy } = await start();
  expect(await deploy('worker-x')).toMatchObject({
    code: 1,
    warned: ['deploy: there is no container of worker-x'],
  });
  await writeFile(join(folder, 'docker-compose'), '#!/bin/sh\nexit 1\n');
  expect((await deploy()).warned).toEqual([
    expect.stringMatching(/neither docker compose nor docker-compose/),
  ]);
});
