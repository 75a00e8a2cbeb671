import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const generated = [
  ['openapi.json', 'public-api.ts'],
  ['openapi-admin.json', 'admin-api.ts'],
] as const;

// The generator is a compiler, 3 s of CPU: the short form only looks at what the types were generated of.
const isShort = process.env['SHORT'] !== undefined;

test.runIf(isShort)('the types were generated of these documents', async () => {
  for (const [document, types] of generated) {
    const { comment } = await read(document);
    expect(await readFile(here(types), 'utf8')).toContain(comment);
  }
});

test.skipIf(isShort)('the types are what is generated of the documents', { timeout: 60_000 }, async () => {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  for (const [document, types] of generated) {
    const { text, comment } = await read(document);
    const ast = await openapiTS(JSON.parse(text), {
      immutable: true,
      // What has a default may be left out.
      defaultNonNullable: false,
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      alphabetize: true,
    });
    await expect(comment + astToString(ast)).toMatchFileSnapshot(here(types));
  }
});

async function read(document: string): Promise<{ text: string; comment: string }> {
  const text = await readFile(here(`../../../../docs/reference/${document}`), 'utf8');
  const digest = createHash('sha256').update(text).digest('hex');
  return {
    text,
    comment:
      `// Generated of docs/reference/${document} (SHA-256 ${digest})\n` +
      '// by openapi-typescript: npx vitest run --project unit packages/client/src/generated -u\n\n',
  };
}
