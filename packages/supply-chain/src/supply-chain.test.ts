import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { billOfMaterials, licencePage, parseLockfile, refusedLicences, shippedPackages } from './index.js';
import { isAllowed } from './licence-of.js';

const root = new URL('../../../', import.meta.url).pathname;
const shipped = shippedPackages(root, parseLockfile(readFileSync(`${root}pnpm-lock.yaml`, 'utf8')));
const named = (name: string) => shipped.packages.filter((each) => each.name === name);

test('what runs is there, what pages are bundled of too, builds for other machines, and no tool', () => {
  for (const name of ['fastify', 'ioredis', 'preact', 'media-chrome', 'hls.js', 'swagger-ui-dist', 'uplot'])
    expect(named(name), name).toMatchObject([
      { optional: false, integrity: expect.stringMatching(/^sha512-/) },
    ]);
  const [lmdb] = named('lmdb');
  for (const name of ['@lmdb/lmdb-linux-arm64', '@lmdb/lmdb-darwin-x64'])
    expect(named(name)).toMatchObject([{ optional: true, licence: lmdb?.licence }]);
  for (const name of ['vitest', 'vite', 'typescript', 'knip', 'playwright-core', 'fauxqs'])
    expect(named(name), name).toEqual([]);
});

test('every licence may be shipped', () => {
  expect(refusedLicences(shipped.packages)).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND BSD-3-Clause', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-or-later', false],
  ['SEE LICENSE IN LICENSE', false],
  ['Apache-2.0 WITH LLVM-exception', false],
  ['UNLICENSED', false],
  [undefined, false],
])('%s: %s', (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});

test('the bill of materials is CycloneDX 1.6, whole, and twice the same', () => {
  const text = billOfMaterials(shipped, '1.2.3');
  expect(billOfMaterials(shipped, '1.2.3')).toBe(text);
  const bill = JSON.parse(text);

  const folder = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const schema = (name: string) =>
    JSON.parse(readFileSync(join(dirname(folder), 'res/schema', `${name}.SNAPSHOT.schema.json`), 'utf8'));
  // Their formats, and words about words, are not what is looked at here.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(schema('bom-1.6'));
  validate(bill);
  expect(validate.errors).toBeNull();

  const refs = new Set<string>(bill.components.map((each: { 'bom-ref': string }) => each['bom-ref']));
  expect(refs.size).toBe(bill.components.length);
  const used: string[] = bill.dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn);
  expect(used.filter((ref) => !refs.has(ref))).toEqual([]);
  expect(text).not.toContain(root);
});

test('the page has a row for each package', () => {
  const page = licencePage(shipped.packages);
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(shipped.packages.length);
});
