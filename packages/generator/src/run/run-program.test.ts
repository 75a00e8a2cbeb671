import { open, readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { collect } from './collect.js';
import { runProgram } from './run-program.js';

const never = new AbortController().signal;

/** A program in ffmpeg's place that tells its niceness once that is another than it began with. */
const tellsNiceness = ['-c', 'while [ "$(nice)" = "$0" ]; do sleep 0.01; done; nice'];

test('a run gives way to others, as it is told to', async () => {
  const own = String(getPriority());
  const run = { program: 'sh', arguments: [...tellsNiceness, own], stallMs: 5_000, nice: 7 };
  const output = await collect(runProgram(run, never), 100);
  expect(Buffer.from(output).toString().trim()).toBe('7');
});

test('a run is not stalled because its worker stood still', async () => {
  const run = { program: 'sh', arguments: ['-c', 'sleep 0.2; echo there'], stallMs: 300 };
  const output = collect(runProgram(run, never), 100);
  await new Promise((resolve) => setImmediate(resolve));
  // As by SIGSTOP: no timer and no read runs.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  expect(Buffer.from(await output).toString()).toBe('there\n');
});

const sessions = await readFile('/proc/self/autogroup', 'utf8').catch(() => '');
const isRoot = process.getuid?.() === 0;

// Only where the scheduler makes groups of sessions. Who is not root may have to wait for its turn, as long as others take it.
test.skipIf(sessions === '' || !isRoot)(
  'a run gives way to other sessions too, and its worker to none',
  async () => {
    const script = 'echo $$; exec sleep 60';
    let pid = '';
    const run = { program: 'sh', arguments: ['-c', script], stallMs: 10_000, nice: 4 };
    for await (const bytes of runProgram(run, never)) {
      pid = Buffer.from(bytes).toString().trim();
      const session = await readFile(`/proc/${pid}/autogroup`, 'utf8');
      expect(session).toMatch(/ nice 4$/m);
      expect(session.split(' ')[0]).not.toBe(sessions.split(' ')[0]);
      break;
    }
    expect(await readFile('/proc/self/autogroup', 'utf8')).toBe(sessions);
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  },
);

test('files that are open here are its descriptors from 3 on, and stay open', async () => {
  const file = await open(process.execPath);
  try {
    const run = { program: 'head', arguments: ['-c', '4', '/proc/self/fd/3'], stallMs: 10_000 };
    const output = await collect(runProgram({ ...run, descriptors: [file.fd] }, never), 100);
    expect(Buffer.from(output).toString()).toBe('\x7fELF');
    expect((await file.stat()).isFile()).toBe(true);
  } finally {
    await file.close();
  }
});

test('a command that becomes the program is not named when the program is missing', async () => {
  const run = { arguments: ['-c', 'echo $0'], stallMs: 10_000, through: ['env', '--'] };
  const said = await collect(runProgram({ ...run, program: 'sh' }, never), 100);
  expect(Buffer.from(said).toString()).toBe('sh\n');
  const missing = collect(runProgram({ ...run, program: '/no/such/program' }, never), 100);
  await expect(missing).rejects.toMatchObject({
    code: 'generator_unavailable',
    message: expect.stringMatching(/^cannot run \/no\/such\/program: env: /),
  });
});
