import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the page, in memory: all together are a few hundred kilobytes. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
}

/** Where `bundle-page.mjs` puts it, seen from the sources and from what is compiled. */
export const bundleDirectory = new URL('../dist/bundle/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Stands in for the page where nothing was built. The API works without it. */
export const missingPage = pageFile(
  '.html',
  Buffer.from(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Understudy console</title>
<h1>The page was not built</h1>
<p>Run <code>npm run build</code> in the repository, then start the console again. The API at <code>/admin/*</code> works without it.</p>
</html>
`),
);

/** The built files by their path; none where nothing was built. */
export function readBundle(directory: URL): ReadonlyMap<string, PageFile> {
  return new Map(
    namesIn(directory)
      .filter((name) => extname(name) in types)
      .map((name) => [name, pageFile(extname(name), readFileSync(new URL(name, directory)))]),
  );
}

function namesIn(directory: URL): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

function pageFile(extension: string, body: Buffer): PageFile {
  return { type: types[extension] as string, body, gzipped: gzipSync(body, { level: 9 }) };
}
