import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the names of each service are, by what the pages call it. */
const folders = {
  'every service': ['packages/service-kit/src'],
  'every peer': ['packages/peer-protocol/src'],
  router: ['services/router/src'],
  worker: ['services/worker/src'],
  catalog: ['services/catalog/src', 'packages/access-keys/src'],
  console: ['services/console/src', 'packages/access-keys/src'],
};

/** `service: name` of everything that `pattern` finds in the sources, sorted, each once. */
async function inSources(pattern: RegExp): Promise<string[]> {
  const found = new Set<string>();
  const places = Object.entries(folders).flatMap(([service, paths]) =>
    paths.map((folder) => ({ service, folder })),
  );
  for (const { service, folder } of places) {
    const entries = await readdir(join(root, folder), { recursive: true });
    // What runs in a browser logs nothing.
    const isOfService = (name: string) => !name.startsWith('page/') && /(?<!\.test)\.ts$/.test(name);
    for (const file of entries.filter(isOfService)) {
      const source = await readFile(join(root, folder, file), 'utf8');
      for (const [, name] of source.matchAll(pattern)) found.add(`${service}: ${name}`);
    }
  }
  return [...found].sort();
}

/** The same of the rows of a page. */
async function onPage(path: string): Promise<string[]> {
  const page = await readFile(join(root, path), 'utf8');
  return [...page.matchAll(/^\| `([\w.-]+)` *\| ([\w ]+?) *\|/gm)]
    .map(([, name, by]) => `${by}: ${name}`)
    .sort();
}

test('the page of events has every event that a service logs, and no other', async () => {
  const events = await inSources(/event: '([\w.-]+)'/g);
  expect(events.length).toBeGreaterThan(50);
  expect(await onPage('docs/reference/events.md')).toEqual(events);
});

test('the page of metrics has every metric of every service, and no other', async () => {
  const metrics = await inSources(/name: '(understudy_\w+)'/g);
  expect(metrics.length).toBeGreaterThan(30);
  expect(await onPage('docs/reference/metrics.md')).toEqual(metrics);
});
