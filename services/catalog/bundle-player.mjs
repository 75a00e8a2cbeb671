import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleOnce, codeIn } from './bundle-stamp.mjs';

/**
 * Makes what the watch page loads of its own code, the compiled player, media-chrome and hls.js: files whose names hold the digest of what
 * they are. Runs after `tsc -b`, and does nothing when none of it has changed.
 */
const own = fileURLToPath(new URL('src/page/watch', import.meta.url));
const player = fileURLToPath(import.meta.resolve('@understudy/player/page'));
const hlsJs = createRequire(player).resolve('hls.js/dist/hls.light.min.mjs');
const mediaChrome = fileURLToPath(import.meta.resolve('media-chrome/media-controller'));

await bundleOnce(
  fileURLToPath(new URL('dist/player', import.meta.url)),
  [
    fileURLToPath(import.meta.url),
    fileURLToPath(new URL('package.json', import.meta.url)),
    hlsJs,
    ...codeIn(own),
    ...codeIn(dirname(player)),
  ],
  bundle,
);

async function bundle() {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { player: `${own}/watch.ts` },
    platform: 'browser',
    resolve: { alias: { 'hls.js/light': hlsJs } },
  });
  const { output } = await build.generate({
    format: 'es',
    minify: true,
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
    // Their licences want to be named.
    postBanner: ({ name }) =>
      name.startsWith('hls')
        ? '/*! hls.js, Apache-2.0, https://github.com/video-dev/hls.js */'
        : '/*! media-chrome, MIT, https://github.com/muxinc/media-chrome */',
  });
  await build.close();
  const styles = await styleDigests(output.flatMap(({ moduleIds }) => moduleIds));
  return {
    ...Object.fromEntries(output.map(({ fileName, code }) => [fileName, code])),
    'styles.json': JSON.stringify(styles),
  };
}

/**
 * What the page's policy has to allow: elements of media-chrome bring their styles as `<style>` in their shadow roots. Its elements can be
 * defined without a browser, and then tell their templates.
 */
async function styleDigests(moduleIds) {
  const { globalThis: shim } = await import('media-chrome/utils/server-safe-globals');
  const elements = [];
  shim.customElements.define = (_name, element) => elements.push(element);
  for (const id of moduleIds.filter((each) => each.startsWith(dirname(mediaChrome) + sep)))
    await import(pathToFileURL(id).href);
  const styles = elements.flatMap((element) =>
    [...(element.getTemplateHTML?.({}) ?? '').matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
      ([, style]) => style,
    ),
  );
  return [...new Set(styles)].map((style) => createHash('sha256').update(style).digest('base64')).sort();
}
