import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('a build machine runs its part on the Node that the images are built on', () => {
  const ofImages = /^ARG NODE_IMAGE=node:(\d+)-/m.exec(read('infra/Dockerfile'))?.[1];
  expect(ofImages).toMatch(/^\d+$/);
  expect(read('.ci/run')).toContain(`npm run --silent with-node -- ${ofImages} test`);
});

test.each(readdirSync(new URL('infra/node-versions', root)))(
  'Node %s is one exact version of it',
  (major) => {
    const { optionalDependencies } = JSON.parse(read(`infra/node-versions/${major}/package.json`)) as {
      optionalDependencies: Record<string, string>;
    };
    const versions = new Set(Object.values(optionalDependencies));
    expect([...versions]).toEqual([expect.stringMatching(new RegExp(`^${major}\\.\\d+\\.\\d+$`))]);
  },
);
