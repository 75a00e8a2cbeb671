import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const player = new URL('../../packages/player/dist/', import.meta.url);
const hlsJs = createRequire(import.meta.url).resolve('hls.js/dist/hls.light.min.mjs');

/** A page of somebody else's site, which imports the compiled player as it is. */
const page = `<!doctype html>
<link rel="icon" href="data:,">
<script type="importmap">{"imports":{"@understudy/player":"/player/index.js","hls.js/light":"/hls.js"}}</script>
<script type="module">
import { createPlayer } from '@understudy/player';
import Hls from 'hls.js/light';
Object.assign(window, { createPlayer, Hls });
</script>
<video muted playsinline width="320" height="180"></video>
`;

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page, from another origin than the routers'. */
export async function servePage(): Promise<PageServer> {
  const server = createServer(async (request, response) => {
    const script = /^\/player\/([\w-]+\.js)$/.exec(request.url ?? '')?.[1];
    const file = request.url === '/hls.js' ? hlsJs : script && fileURLToPath(new URL(script, player));
    try {
      const body = file ? await readFile(file) : page;
      response.writeHead(200, { 'content-type': file ? 'text/javascript' : 'text/html' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
