import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { dispatch } from '../dispatch.js';
import { temporaryDataDir } from './data-dir.js';
import { testTerminal } from './terminal.js';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A console whose answers a test gives, and that notes what it was asked. The real one is tested in services/console. */
export async function startAdmin(answer: (method: string, path: string) => Answer) {
  const asked: { method: string; path: string; key: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
    asked.push({ method, path, key: headers.authorization ?? '', body });
    const { status = 200, body: said } = answer(method, path);
    response.writeHead(status).end(JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dataDir = await temporaryDataDir();
  await writeFile(join(dataDir, 'cluster.json'), JSON.stringify({ admin: { url, key: 'the-key' } }));
  const run = async (...args: string[]) => {
    const { terminal, told } = testTerminal();
    const code = await dispatch(args, { UNDERSTUDY_DATA: dataDir }, terminal);
    return { code, ...told };
  };
  return { asked, run, url };
}
