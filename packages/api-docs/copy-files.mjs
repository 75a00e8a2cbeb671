import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Puts what is served beside the compiled code: the documents, and Swagger UI's script, style and licence. Copies what has changed.
 */
const target = fileURLToPath(new URL('dist/files', import.meta.url));
const documents = fileURLToPath(new URL('../../docs/reference', import.meta.url));
const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

mkdirSync(target, { recursive: true });
for (const name of ['openapi.json', 'openapi-admin.json']) copy(join(documents, name), name);
for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) copy(join(swaggerUi, name), name);
for (const name of ['LICENSE', 'NOTICE']) copy(join(swaggerUi, name), `swagger-ui.${name}`);

function copy(from, name) {
  const to = join(target, name);
  const before = statSync(to, { throwIfNoEntry: false });
  const { mtimeMs, size } = statSync(from);
  if (before === undefined || before.mtimeMs < mtimeMs || before.size !== size) copyFileSync(from, to);
}
