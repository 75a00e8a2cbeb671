import { readFile } from 'node:fs/promises';
import { errorTable } from '@understudy/errors';
import { expect, test } from 'vitest';

test('the page of errors has the codes, statuses and titles of the table, in its order', async () => {
  const page = await readFile(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d{3}) +\| (.+?) +\|/gm)].map(
    ([, code, status, title]) => ({
      code,
      statusCode: Number(status),
      title,
    }),
  );
  expect(rows).toEqual(Object.entries(errorTable).map(([code, entry]) => ({ code, ...entry })));
});
