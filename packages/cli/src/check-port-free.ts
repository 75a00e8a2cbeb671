import { once } from 'node:events';
import { createServer } from 'node:net';
import { UnderstudyError } from '@understudy/errors';

/**
 * Tries a port before anything is started for it; 0 stands for any.
 * @throws UnderstudyError `invalid_configuration` when it cannot be listened on
 */
export async function checkPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
    throw new UnderstudyError(
      'invalid_configuration',
      `port ${port} of ${host} ${why}; choose another by UNDERSTUDY_PORT, or 0 for any`,
      { cause },
    );
  }
  server.close();
  await once(server, 'close');
}
