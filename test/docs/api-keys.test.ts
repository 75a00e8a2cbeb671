import { readFile } from 'node:fs/promises';
import { startCatalog } from '@understudy/catalog/testing';
import { startConsole } from '@understudy/console/testing';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import type { ApiDocument } from './api-documents.js';

test.each([
  { name: 'openapi.json', start: startCatalog },
  { name: 'openapi-admin.json', start: startConsole },
])('of $name, exactly what needs a key is refused without one', async ({ name, start }) => {
  const path = new URL(`../../docs/reference/${name}`, import.meta.url);
  const { paths } = JSON.parse(await readFile(path, 'utf8')) as ApiDocument;
  const app: FastifyInstance = (await start()).app;
  const operations = Object.entries(paths)
    // Those of the router have no key.
    .filter(([url]) => !url.startsWith('/v/'))
    .flatMap(([url, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({ url, method, security })),
    );
  expect(operations.length).toBeGreaterThan(8);
  for (const { url, method, security } of operations) {
    const target = url.replaceAll(/\{\w+\}/g, 'x');
    const { statusCode } = await app.inject({ method: method as 'GET', url: target });
    expect(statusCode === 401, `${method} ${url}: ${statusCode}`).toBe(security?.length !== 0);
  }
});
