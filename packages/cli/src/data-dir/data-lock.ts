import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/errors';

/** What a Unix socket's address can hold on every system, in bytes. */
const maxSocketPathBytes = 100;

/**
 * Makes this process the only one that runs a cluster in `dataDir`; the result lets go. The lock is a listening socket, not
 * a file with a process ID: it ends with its process however that ends, and no other process can take its number.
 * @throws UnderstudyError `invalid_configuration` when another process has it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'up.sock');
  if (Buffer.byteLength(path) > maxSocketPathBytes) {
    throw new UnderstudyError(
      'invalid_configuration',
      `the data directory's path is too long (at most ${maxSocketPathBytes - '/up.sock'.length} bytes): ${dataDir}`,
    );
  }
  const server = (await tryListen(path)) ?? (await listenInPlaceOfDead(path, dataDir));
  server.unref();
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

async function listenInPlaceOfDead(path: string, dataDir: string): Promise<Server> {
  if (!(await isAnswered(path))) {
    await rm(path, { force: true });
    const server = await tryListen(path);
    if (server !== undefined) return server;
  }
  throw new UnderstudyError(
    'invalid_configuration',
    `a cluster is running in ${dataDir} already; stop it, or choose another directory by UNDERSTUDY_DATA`,
  );
}

/** Undefined when something is at `path` already. */
async function tryListen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  server.listen(path);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/** A socket file whose process has died refuses at once; a live one's kernel takes the connection. */
async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
