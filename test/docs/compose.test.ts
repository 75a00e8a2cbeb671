import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly ports?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly healthcheck?: object;
  readonly [field: string]: unknown;
}

const text = await read('infra/docker-compose.yml');
const { services, secrets } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  secrets: Record<string, object>;
};
const dockerfile = await read('infra/Dockerfile');

test.each(Object.entries(services))('%s is confined, and has limits', (_name, service) => {
  expect(service).toMatchObject({
    init: true,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    user: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
    mem_limit: expect.stringMatching(/^\d+[mg]$/),
    cpus: expect.anything(),
    pids_limit: expect.any(Number),
  });
  // The images of the services have their own.
  if (service.build === undefined) expect(service.healthcheck).toBeDefined();
});

test('only the edge is published, on the loopback address unless that is changed', () => {
  const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => `${name} ${port}`),
  );
  expect(published).toEqual([
    expect.stringMatching(/^edge \$\{UNDERSTUDY_EDGE_ADDRESS:-127\.0\.0\.1\}:/),
    expect.stringMatching(/^edge 127\.0\.0\.1:/),
  ]);
});

test('no secret is a variable, and all are made', async () => {
  const made = await read('infra/compose/make-secrets.sh');
  for (const name of Object.keys(secrets)) expect(made).toMatch(new RegExp(`\\bkeep ${name}\\b`));
  const readAsFile = Object.values(services).flatMap(({ environment = {} }) =>
    Object.entries(environment).filter(([name]) => name.endsWith('_FILE')),
  );
  expect(readAsFile.length).toBeGreaterThan(5);
  for (const [, path] of readAsFile) expect(path).toMatch(/^\/run\/secrets\/\w+$/);
});

test('the user of the Redis has the documented rights, and no other', async () => {
  const rightsIn = (text: string, pattern: RegExp) => pattern.exec(text)?.[1]?.trim().split(/\s+/).sort();
  const documented = rightsIn(
    await read('docs/reference/metadata-store.md'),
    /ACL SETUSER understudy on >PASSWORD ([^`]*)```/,
  );
  expect(documented?.length).toBeGreaterThan(20);
  const made = await read('infra/compose/make-secrets.sh');
  expect(rightsIn(made, /^user understudy on >\$password (.*)$/m)).toEqual(documented);
});

test('the edge has TLS of today, tells browsers so, and logs no query: a token may be in it', async () => {
  const edge = await read('infra/compose/nginx/nginx.conf');
  expect(edge).toMatch(/ssl_protocols TLSv1\.2 TLSv1\.3;/);
  expect(edge).toMatch(/add_header Strict-Transport-Security "max-age=\d+" always;/);
  expect(edge).not.toMatch(/\$(request_uri|args|query_string|request)\b(?!_)/);
});

test('every target of the images is in the Dockerfile', () => {
  const targets = new Set(Object.values(services).flatMap(({ build }) => build?.target ?? []));
  expect(targets.size).toBe(4);
  for (const target of targets) expect(dockerfile).toContain(` AS ${target}\n`);
});

test('a lean ffmpeg goes to each worker, and changes nothing else', async () => {
  const over = parse(await read('infra/docker-compose.lean-ffmpeg.yml'), { merge: true });
  const workers = Object.keys(services).filter((name) => name.startsWith('worker-'));
  expect(Object.keys(over.services)).toEqual(workers);
  for (const service of Object.values<Service>(over.services)) {
    expect(Object.keys(service).sort()).toEqual(['build', 'image']);
    expect(service.build).toEqual({ target: 'worker-lean' });
  }
  expect(dockerfile).toContain(' AS worker-lean\n');
  expect(await read('infra/Dockerfile.dockerignore')).toContain('!infra/ffmpeg/build.sh\n');
});

test('the scripts that build the images, and those that they import, are let into the build', async () => {
  const letIn = (await read('infra/Dockerfile.dockerignore')).split('\n');
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const named = `${scripts['build']} ${dockerfile}`.match(/infra\/scripts\/[\w-]+\.mjs/g) ?? [];
  const wanted: string[] = [...named];
  expect(wanted.length).toBeGreaterThan(1);
  for (const path of wanted) {
    expect(letIn).toContain(`!${path}`);
    const imported = (await read(path)).matchAll(/(?:from|import\() ?'\.\/([\w-]+\.mjs)'/g);
    for (const [, name = ''] of imported)
      if (!wanted.includes(`infra/scripts/${name}`)) wanted.push(`infra/scripts/${name}`);
  }
});

test('every variable of the services is one that they read, and every one of the file is on its page', async () => {
  const reference = await read('docs/reference/configuration.md');
  const page = await read('docs/how-to/run-with-compose.md');
  const set = Object.values(services).flatMap(({ environment = {} }) => Object.keys(environment));
  for (const name of set.filter((each) => each.startsWith('UNDERSTUDY_')))
    expect(reference).toContain(`\`${name.replace(/_FILE$/, '')}\``);
  const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name));
  const told = new Set(
    [...page.matchAll(/^\| (`[A-Z].*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []),
  );
  expect([...told].sort()).toEqual([...asked].sort());
});
