import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFile(`${root}/${path}`, 'utf8');

interface Table {
  /** Where a bench writes it. */
  readonly title: string | undefined;
  /** What the commands run that its section names above it. */
  readonly files: readonly string[];
}

function tablesOf(page: string): Table[] {
  return page.split(/^## /m).flatMap((section) =>
    [...section.matchAll(/(?<=\n\n)\|/g)].map(({ index }) => {
      const above = section.slice(0, index);
      const sinceOther = above.split('<!-- end -->').at(-1) as string;
      return {
        title: /<!-- measured: (.*) -->/.exec(sinceOther)?.[1],
        files: [
          ...[...above.matchAll(/`npm run bench ([a-z-]+)`/g)].map(
            ([, name]) => `test/bench/${name}.bench.ts`,
          ),
          ...[...above.matchAll(/`npm run browser-test -- ([a-z-]+)`/g)].map(
            ([, name]) => `test/browser/${name}.browser.ts`,
          ),
        ],
      };
    }),
  );
}

test('every table of performance.md stands in a section that names the command which measures it again', async () => {
  const tables = tablesOf(await read('docs/performance.md'));
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) expect(table, JSON.stringify(table)).not.toMatchObject({ files: [] });
});

test.each(['docs/performance.md', 'docs/replication.md'])(
  'a table that is written into %s is written by what its section names',
  async (page) => {
    const measured = tablesOf(await read(page)).filter(({ title }) => title !== undefined);
    expect(measured.length).toBeGreaterThan(0);
    for (const { title = '', files } of measured) {
      const sources = await Promise.all(files.map(read));
      // The number that a title begins with may be a setting of the bench.
      const fixed = title.replace(/^\d+ /, '');
      expect(
        sources.some((source) => source.includes(fixed)),
        title,
      ).toBe(true);
    }
  },
);
