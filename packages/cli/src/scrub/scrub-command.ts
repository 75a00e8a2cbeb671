import { parseArgs } from 'node:util';
import { UnderstudyError } from '@understudy/errors';
import {
  createPeerClient,
  type PeerClient,
  type ScrubPass,
  type WorkerStatus,
} from '@understudy/peer-protocol';
import { parseSecret, readEnv } from '@understudy/service-kit';
import { readClusterFile } from '../data-dir/cluster-file.js';
import { openClusterKeys } from '../data-dir/cluster-keys.js';
import { messageOf } from '../messages.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy scrub [--wait] [<worker> …]

Has workers of the running cluster in UNDERSTUDY_DATA (.understudy) read all that they have stored, from the beginning, and replace
what is damaged: those that are named (w1 …), or all. --wait waits until they have, and tells what came of it; Ctrl-C ends only
the waiting.

exit code: 0 done, 1 failed, or damage is left that could not be replaced, 2 not understood`;

const answerTimeoutMs = 5_000;
const pollIntervalMs = 500;

interface ScrubbedWorker {
  readonly id: string;
  readonly url: string;
}

/** `understudy scrub …`. Gives the exit code. */
export async function scrubCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  let ids: readonly string[];
  let waits: boolean;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, wait: { type: 'boolean', default: false } },
    });
    if (values.help === true) {
      terminal.print(usage);
      return 0;
    }
    ids = positionals;
    waits = values.wait;
  } catch (error) {
    terminal.warn(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  let client: PeerClient | undefined;
  try {
    const dataDir = readEnv(env, (read) => read.text('UNDERSTUDY_DATA', '.understudy'));
    const workers = chosen((await readClusterFile(dataDir)).workers, ids);
    // The file is there, so the keys are: none are made.
    const { peerSecret } = await openClusterKeys(dataDir);
    client = createPeerClient(parseSecret('peerSecret', peerSecret));
    let code = 0;
    for (const worker of workers) {
      await client.json({ ...asked(worker), method: 'POST', path: '/scrub', json: {} });
      terminal.print(`${worker.id} reads all that it has`);
    }
    for (const worker of waits ? workers : []) {
      const pass = await untilEnded(client, worker, terminal.stop);
      terminal.print(`${worker.id}: ${passLine(pass)}`);
      if (pass.failed > 0) code = 1;
    }
    return code;
  } catch (error) {
    if (!terminal.stop.aborted) terminal.warn(messageOf(error));
    return 1;
  } finally {
    client?.close();
  }
}

function chosen(workers: readonly ScrubbedWorker[], ids: readonly string[]): readonly ScrubbedWorker[] {
  if (ids.length === 0) return workers;
  return ids.map((id) => {
    const found = workers.find((worker) => worker.id === id);
    if (found !== undefined) return found;
    const running = workers.map((worker) => worker.id).join(', ');
    throw new UnderstudyError('not_found', `no worker ${id} runs; those that do are ${running}`);
  });
}

async function untilEnded(client: PeerClient, worker: ScrubbedWorker, stop: AbortSignal): Promise<ScrubPass> {
  for (;;) {
    stop.throwIfAborted();
    const status = await client.json<WorkerStatus>({ ...asked(worker), method: 'GET', path: '/status' });
    const { pass } = status.scrub;
    if (pass?.endedAtMs !== undefined) return pass;
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
}

function asked({ url }: ScrubbedWorker) {
  return { url, headTimeoutMs: answerTimeoutMs };
}

function passLine({ pieces, bytes, findings, failed }: ScrubPass): string {
  const read = `${pieces} files of ${bytes} bytes in all were read`;
  if (findings === 0) return `${read}, none is damaged`;
  return `${read}, ${findings} were damaged, ${failed} of them could not be replaced`;
}
