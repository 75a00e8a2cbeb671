import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { adminDocument, publicDocument } from './api-documents.js';

const documents = [
  ['openapi.json', publicDocument],
  ['openapi-admin.json', adminDocument],
] as const;

test.each(documents)('%s is what the routes say, and valid', async (name, generate) => {
  const document = await generate();
  const result = await new Validator().validate(structuredClone({ ...document }));
  expect(result).toMatchObject({ valid: true });
  const path = fileURLToPath(new URL(`../../docs/reference/${name}`, import.meta.url));
  await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot(path);
});
