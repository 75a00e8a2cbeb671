import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test.each([
  ['openapi.json', 'public-api.ts'],
  ['openapi-admin.json', 'admin-api.ts'],
])('what is generated of %s is what is there', async (document, generated) => {
  const path = here(`../../../../docs/reference/${document}`);
  const ast = await openapiTS(JSON.parse(await readFile(path, 'utf8')), {
    immutable: true,
    // What has a default may be left out.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    alphabetize: true,
  });
  const comment = `// Generated of docs/reference/${document} by openapi-typescript: npx vitest run --project unit packages/client/src/generated -u\n\n`;
  await expect(comment + astToString(ast)).toMatchFileSnapshot(here(generated));
});
