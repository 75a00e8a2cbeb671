import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

// What is put over the compose file and over the manifests to encrypt between services.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFile(join(root, path), 'utf8');
const run = promisify(execFile);
const hasKubectl = await run('kubectl', ['version', '--client']).then(
  () => true,
  () => false,
);
if (!hasKubectl) process.stderr.write('SKIPPED: kubectl is not installed\n');

const variables = ['CERT', 'KEY', 'CA', 'NAME'].map((what) => `UNDERSTUDY_PEER_TLS_${what}`);
const asked = [...variables, 'UNDERSTUDY_HEALTH_HOST', 'UNDERSTUDY_HEALTH_PORT'];

test('compose: every service that knows the peer secret gets a certificate, and one that is asked a port for its health', async () => {
  const base = parse(await read('infra/docker-compose.yml'), { merge: true });
  const over = parse(await read('infra/docker-compose.peer-tls.yml'), { merge: true });
  for (const [name, { environment = {} }] of Object.entries<{ environment?: object }>(base.services)) {
    if (!Object.hasOwn(environment, 'UNDERSTUDY_PEER_SECRET_FILE')) continue;
    const expected = name === 'console' ? variables : asked;
    expect(Object.keys(over.services[name].environment), name).toEqual(expect.arrayContaining(expected));
    const before = Object.entries<string>(environment as Record<string, string>).find(
      ([variable]) => variable === 'UNDERSTUDY_ADVERTISED_URL',
    );
    if (before !== undefined)
      expect(over.services[name].environment.UNDERSTUDY_ADVERTISED_URL).toBe(
        before[1].replace('http:', 'https:'),
      );
  }
});

test('Prometheus finds the same services, and asks those with a certificate for their health alone', async () => {
  const base = parse(await read('infra/prometheus/prometheus.yml'));
  const over = parse(await read('infra/prometheus/prometheus.peer-tls.yml'));
  for (const { job_name, dns_sd_configs, static_configs } of base.scrape_configs) {
    if (job_name === 'worker') dns_sd_configs[0].port = 9091;
    if (job_name === 'router') static_configs[0].targets = ['router-1:9091', 'router-2:9091'];
  }
  expect(over).toEqual(base);
});

interface Container {
  readonly name: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string }[];
}

test.skipIf(!hasKubectl)('Kubernetes: so it is with the component over the base', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-kustomize-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await cp(join(root, 'infra/kubernetes'), directory, { recursive: true });
  await mkdir(join(directory, 'over'));
  await writeFile(
    join(directory, 'over/kustomization.yaml'),
    'resources: [../base]\ncomponents: [../peer-tls]\n',
  );
  const { stdout } = await run('kubectl', ['kustomize', join(directory, 'over')], { maxBuffer: 10_000_000 });
  const containers = parseAllDocuments(stdout).flatMap(
    (document): Container[] => document.toJS().spec?.template?.spec?.containers ?? [],
  );
  const peers = containers.filter(({ env }) =>
    env.some(({ name }) => name === 'UNDERSTUDY_PEER_SECRET_FILE'),
  );
  expect(peers.map(({ name }) => name).sort()).toEqual(['console', 'router', 'worker']);
  for (const { name, env, volumeMounts } of peers) {
    const names = env.map((variable) => variable.name);
    expect(names, name).toEqual(expect.arrayContaining(name === 'console' ? variables : asked));
    expect(volumeMounts.map((mount) => mount.name)).toEqual(expect.arrayContaining(['peer-tls', 'secrets']));
    const url = env.findIndex((variable) => variable.name === 'UNDERSTUDY_ADVERTISED_URL');
    if (name === 'console') continue;
    expect(env[url]?.value).toMatch(/^https:/);
    // A variable is only put into those behind it.
    expect(names.indexOf('POD_IP')).toBeLessThan(url);
  }
});

test('every file of the component is part of it', async () => {
  const { patches, resources } = parse(await read('infra/kubernetes/peer-tls/kustomization.yaml'));
  const files = await readdir(join(root, 'infra/kubernetes/peer-tls'));
  const parts = [...patches.map(({ path }: { path: string }) => path), ...resources, 'kustomization.yaml'];
  expect(files.sort()).toEqual(parts.sort());
});
