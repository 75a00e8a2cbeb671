import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

const page = read('docs/threat-model.md');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
const threats = rows.filter(([no = '']) => /^T\d+$/.test(no));
const places = rows.filter((row) => row.length === 8 && row[0] !== 'place' && !/^-+$/.test(row[0] ?? ''));

const testsIn = (text: string) =>
  [
    ...text.matchAll(/`([\w./-]+\.(?:test\.ts|test\.mjs|fuzz\.ts|browser\.ts|bench\.ts|compose\.ts|vtc))`/g),
  ].map(([, path = '']) => path);

test('threats are numbered in their order', () => {
  expect(threats.length).toBeGreaterThan(50);
  expect(threats.map(([no]) => no)).toEqual(threats.map((_, index) => `T${index + 1}`));
});

test('every threat has a test that would fail, or a reason why nothing is promised', () => {
  const without = threats.filter(([, , promise = '', shownBy = '']) =>
    shownBy.startsWith('Not promised: ') ? promise !== '' : promise === '' || testsIn(shownBy).length === 0,
  );
  expect(without.map(([no]) => no)).toEqual([]);
});

test('every test that is named exists', () => {
  const named = testsIn(page);
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
});

test('every threat is somewhere, and no other is', () => {
  const somewhere = new Set(
    places.flatMap((row) => row.slice(2).flatMap((cell) => cell.match(/T\d+/g) ?? [])),
  );
  expect([...somewhere].sort()).toEqual(threats.map(([no]) => no).sort());
});

test.each(['openapi.json', 'openapi-admin.json'])('every route of %s is at a place', (name) => {
  const prefixes = places.flatMap(([place = '']) =>
    [...place.matchAll(/`(\/[^`]*)`/g)].map(([, path = '']) => path),
  );
  const { paths } = JSON.parse(read(`docs/reference/${name}`)) as { paths: object };
  const nowhere = Object.keys(paths).filter(
    (path) =>
      !prefixes.some((prefix) =>
        prefix.endsWith('…') ? path.startsWith(prefix.slice(0, -1)) : path === prefix,
      ),
  );
  expect(nowhere).toEqual([]);
});

test('every secret that a service reads is among the assets', () => {
  const services = ['router', 'worker', 'catalog', 'console'].map((name) =>
    read(`services/${name}/src/config.ts`),
  );
  const playback = read('services/router/src/playback/playback-config.ts');
  const peers = read('packages/peer-protocol/src/peer-config.ts');
  const secrets = [...services, playback, peers].flatMap((source) =>
    [...source.matchAll(/(?:[sS]ecret\(\s*'(UNDERSTUDY_\w+)'|'(UNDERSTUDY_\w*TLS_KEY)')/g)].map(
      ([, secret, key]) => secret ?? key ?? '',
    ),
  );
  const [assets = ''] = page.slice(page.indexOf('## What is worth something')).split('\n## Who');
  expect(secrets.length).toBeGreaterThan(8);
  expect([...new Set(secrets)].filter((variable) => !assets.includes(`\`${variable}\``))).toEqual([]);
});
