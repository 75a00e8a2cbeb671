import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { errorTable } from '@understudy/errors';
import { expect, test } from 'vitest';
import { type ApiDocument, adminDocument, publicDocument } from './api-documents.js';

const documents = [
  { name: 'openapi.json', generate: publicDocument, heading: '# HTTP API' },
  { name: 'openapi-admin.json', generate: adminDocument, heading: '## Operators' },
];

test.each(documents)(
  '$name is what the routes say, and valid; vitest -u writes it anew',
  async ({ name, generate }) => {
    const document = await generate();
    const result = await new Validator().validate(structuredClone({ ...document }));
    expect(result).toMatchObject({ valid: true });
    const path = fileURLToPath(new URL(`../../docs/reference/${name}`, import.meta.url));
    await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot(path);
  },
);

test.each(documents)('$name and the page of the API have the same routes', async ({ name, heading }) => {
  const onPage = routesUnder(heading, await read('http-api.md'));
  expect(onPage.length).toBeGreaterThan(12);
  expect(onPage).toEqual(routesOf(JSON.parse(await read(name))));
});

test.each(documents)('$name has every error of ours among its codes', async ({ name }) => {
  const { components } = JSON.parse(await read(name)) as ApiDocument;
  expect(components.schemas['Problem']).toMatchObject({
    properties: { code: { enum: Object.keys(errorTable) } },
  });
});

function read(name: string): Promise<string> {
  return readFile(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8');
}

function routesOf({ paths }: ApiDocument): string[] {
  return Object.entries(paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
}

/** The routes in the first cells of the first table below a heading: `GET /a`, or `GET`, `HEAD /a`, `/b`. */
function routesUnder(heading: string, page: string): string[] {
  const [section = ''] = page.slice(page.indexOf(`${heading}\n`) + heading.length).split('\n#');
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows
    .flatMap((row) => {
      const spans = [...(row.split('|')[1] ?? '').matchAll(/`(?:([A-Z]+) ?)?([^`?]*)[^`]*`/g)];
      let methods: string[] = [];
      let pathWasRead = false;
      return spans.flatMap(([, method, path]) => {
        if (method !== undefined && pathWasRead) methods = [];
        if (method !== undefined) methods.push(method);
        pathWasRead = path !== '';
        return path === '' ? [] : methods.map((each) => `${each} ${path}`);
      });
    })
    .sort();
}
