import { readFileSync } from 'node:fs';
import { licencePage, parseLockfile, shippedPackages } from '@understudy/supply-chain';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

test('docs/reference/licences.md is what is shipped; npm run licences writes it anew', () => {
  const { packages } = shippedPackages(root, parseLockfile(read('pnpm-lock.yaml')));
  expect(read('docs/reference/licences.md')).toBe(licencePage(packages));
});

test('images are built with their bill of materials', () => {
  expect(read('infra/Dockerfile')).toMatch(
    /node infra\/scripts\/sbom\.mjs (\S+)[\s\S]+cp \1 "\/out\/\$service\/"/,
  );
});
