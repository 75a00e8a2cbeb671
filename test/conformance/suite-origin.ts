import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (segments: string[], request: IncomingMessage, response: ServerResponse) => void;

/** What the router forwards to its catalog lies under this path. */
export const prefix = '/v1';

/**
 * The suite's own origin, where the router's catalog would be. Its client numbers its requests in a header field that the router does not
 * pass on, like all that no catalog needs; so they are numbered as they come here.
 */
export async function startOrigin(suiteDir: string): Promise<{ url: string; server: Server }> {
  const load = async (name: string): Promise<Handler> =>
    (
      (await import(pathToFileURL(join(suiteDir, 'server', `handle-${name}.mjs`)).href)) as {
        default: Handler;
      }
    ).default;
  const handlers = new Map<string, Handler>();
  for (const name of ['config', 'test', 'state']) handlers.set(name, await load(name));
  const counts = new Map<string, number>();

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://origin');
    const [kind = '', ...segments] = pathname.slice(prefix.length + 1).split('/');
    const handler = handlers.get(kind);
    if (handler === undefined) return response.writeHead(404).end();
    if (kind === 'test') {
      const id = segments[0] ?? '';
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      request.headers['req-num'] = String(count);
    }
    handler(segments, request, response);
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
