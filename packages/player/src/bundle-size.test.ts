import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const limitBytes = 8_000;

test('the player is small, and loads hls.js only where it is needed', async () => {
  const build = await rolldown({
    input: fileURLToPath(new URL('index.ts', import.meta.url)),
    external: ['hls.js/light'],
    platform: 'browser',
  });
  const { output } = await build.generate({ minify: true });
  await build.close();
  expect(output).toHaveLength(1);
  const [{ code, imports, dynamicImports }] = output;
  expect({ imports, dynamicImports }).toEqual({ imports: [], dynamicImports: ['hls.js/light'] });
  expect(gzipSync(code).length).toBeLessThan(limitBytes);
});
