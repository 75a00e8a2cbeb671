import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createDelta, type Expected, fileReader, isIntact, repairFile } from '../index.js';

/**
 * Both sides of a repair, a process each, as two workers are: `receiver` repairs a file from `sender`, its child, over a pair
 * of pipes. Run compiled, as `repair-peers.js receiver <source>`, with an IPC channel over which the jobs come.
 */
export interface RepairJob {
  /** Nothing says yet that the copy is damaged: what a worker does before it asks anybody. */
  readonly isSuspect: boolean;
  readonly path: string;
  readonly expected: Expected;
}

export interface RepairResult {
  /** All that went through the pipes, both ways. */
  readonly wireBytes: number;
  /** Of both processes. */
  readonly cpuMs: number;
}

/** Of a frame: its length. A frame of length 0 ends a delta. */
const frameHeaderBytes = 4;

const [role, sourcePath] = process.argv.slice(2);
if (role === 'receiver') receive(sourcePath as string);
else if (role === 'sender') await send(sourcePath as string);

function receive(source: string): void {
  const sender = fork(fileURLToPath(import.meta.url), ['sender', source], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  const input = frames(sender.stdout as Readable);
  process.on('message', async ({ path, expected, isSuspect }: RepairJob) => {
    const before = cpuMs() + (await cpuMsOf(sender));
    const wire = { bytes: 0 };
    if (!isSuspect || !(await isIntact(path, expected))) {
      await repairFile({
        basePath: path,
        temporaryPath: `${path}.part`,
        targetPath: path,
        expected,
        requestDelta: async function* (signature) {
          wire.bytes += await writeFrame(sender.stdin as Writable, signature);
          for (;;) {
            const { value: delta } = await input.next();
            if (delta === undefined) throw new Error('the sender ended');
            wire.bytes += frameHeaderBytes + delta.length;
            if (delta.length === 0) return;
            yield delta;
          }
        },
      });
    }
    const after = cpuMs() + (await cpuMsOf(sender));
    process.send?.({ wireBytes: wire.bytes, cpuMs: after - before } satisfies RepairResult);
  });
  process.once('disconnect', () => sender.kill());
}

async function send(source: string): Promise<void> {
  process.on('message', () => process.send?.(cpuMs()));
  const file = await open(source);
  const { size } = await file.stat();
  for await (const signature of frames(process.stdin)) {
    for await (const delta of createDelta(signature, fileReader(file, size))) {
      await writeFrame(process.stdout, delta);
    }
    await writeFrame(process.stdout, new Uint8Array(0));
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function cpuMsOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message');
  child.send('cpu');
  return (await answer)[0];
}

async function writeFrame(output: Writable, bytes: Uint8Array): Promise<number> {
  const header = Buffer.alloc(frameHeaderBytes);
  header.writeUInt32BE(bytes.length);
  output.write(header);
  if (!output.write(bytes)) await once(output, 'drain');
  return header.length + bytes.length;
}

async function* frames(input: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  let parts: Buffer[] = [];
  let buffered = 0;
  let wanted = frameHeaderBytes;
  let isHeader = true;
  for await (const part of input as AsyncIterable<Buffer>) {
    parts.push(part);
    buffered += part.length;
    while (buffered >= wanted) {
      const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      const taken = all.subarray(0, wanted);
      const rest = all.subarray(wanted);
      parts = [rest];
      buffered = rest.length;
      if (isHeader && taken.readUInt32BE() > 0) {
        wanted = taken.readUInt32BE();
        isHeader = false;
        continue;
      }
      yield isHeader ? new Uint8Array(0) : taken;
      wanted = frameHeaderBytes;
      isHeader = true;
    }
  }
}
