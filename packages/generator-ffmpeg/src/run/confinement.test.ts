import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isUnderstudyError } from '@understudy/errors';
import { collect } from '@understudy/generator';
import { readEnv } from '@understudy/service-kit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Confinement, findConfinement, networkCommands, unconfined } from './confinement.js';
import { readConfinementConfig } from './confinement-config.js';
import { kernelCommand } from './kernel-command.js';
import { confinedRuns } from './run-confined.js';

const places = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', libraryDir: '/nowhere' };
const confinementWith = (env: Record<string, string> = {}, at = places) =>
  findConfinement(readEnv(env, readConfinementConfig), at);
const here = await confinementWith();
const isOn = (measure: Confinement['on'][number]) => here.on.includes(measure);
const isRoot = process.getuid?.() === 0;
/** A second of CPU is long on a machine that does many other things. */
const patientMs = 60_000;

/** What a shell script says that is run as ffmpeg is. */
async function says(script: string, confinement = here): Promise<string> {
  const run = { program: '/bin/sh', arguments: ['-c', script], stallMs: patientMs };
  const output = await collect(confinedRuns(confinement)(run, new AbortController().signal), 1_000_000);
  return Buffer.from(output).toString();
}

const failureOf = async (script: string, confinement: Confinement) =>
  says(script, confinement).then(
    (text) => `it said ${text}`,
    (error: unknown) => (isUnderstudyError(error) ? error.message : String(error)),
  );

// Linux has prlimit(1) in util-linux, which is part of every Debian.
test.skipIf(!isOn('limits'))('a run has its limits, and cannot raise them', async () => {
  const limits = await says('exec cat /proc/self/limits');
  const of = (name: string) => new RegExp(`^Max ${name} +(\\d+) +(\\d+)`, 'm').exec(limits)?.slice(1);
  expect(of('address space')).toEqual(['4000000000', '4000000000']);
  expect(of('cpu time')).toEqual(['600', '600']);
  expect(of('file size')).toEqual(['1000000', '1000000']);
  expect(of('open files')).toEqual(['512', '512']);
  expect(of('core file size')).toEqual(['0', '0']);
  expect(await says('ulimit -n 4096 2>/dev/null || echo no more')).toBe('no more\n');
});

test.skipIf(!isOn('limits'))('what is past a limit ends the run', { timeout: patientMs }, async () => {
  const small = await confinementWith({
    UNDERSTUDY_FFMPEG_MEMORY_BYTES: '500000000',
    UNDERSTUDY_FFMPEG_CPU_S: '1',
    UNDERSTUDY_FFMPEG_FILE_BYTES: '1000',
  });
  const [memory, cpu, file] = await Promise.all([
    failureOf(`exec awk 'BEGIN { s = "x"; while (1) s = s s }'`, small),
    failureOf('while :; do :; done', small),
    failureOf('exec head -c 5000 /dev/zero >file', small),
  ]);
  expect(memory).toMatch(/ended with (2|SIG\w+)/);
  // No SIGXCPU, at which ffmpeg would end in good order.
  expect(cpu).toMatch(/ended with SIGKILL/);
  expect(file).toMatch(/ended with (1|SIGXFSZ)/);
});

test('a run talks to nobody, whichever way the host offers', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const address = `pack("S n C4 x8", 2, ${port}, 127, 0, 0, 1)`;
  const talk = `exec perl -e 'socket(S, 2, 1, 0) && connect(S, ${address}) ? print "talks" : print "$!"'`;
  expect(await says(talk, unconfined)).toBe('talks');
  expect(here.on).toContain('network');
  for (const command of networkCommands(false)) {
    const said = await says(talk, { ...unconfined, command }).catch(() => 'not offered here');
    expect(said).toMatch(/^(Permission denied|Network is unreachable|not offered here)$/);
  }
  // Nor through a socket that is a file.
  expect(await says(talk)).toBe('Permission denied');
  expect(await says(`exec perl -e 'socket(S, 1, 1, 0) or print "$!"'`)).toBe('Permission denied');
});

/** Of Landlock; what it can refuse has grown. */
const landlockVersion = Number(await says("exec perl -e 'print syscall(444, 0, 0, 1)'", unconfined));

// Linux 6.12 was the first to refuse them.
test.skipIf(landlockVersion < 6)('a run sends its worker no signal', async () => {
  const script = `kill -0 ${process.pid} 2>/dev/null && echo reaches || echo does not`;
  expect(await says(script, unconfined)).toBe('reaches\n');
  expect(await says(script)).toBe('does not\n');
});

// A kernel from 5.13 on has Landlock, where it was built with it.
test.skipIf(!isOn('files'))("a run opens nothing but what is the system's or of the library", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const [libraryDir, secret] = [join(directory, 'library'), join(directory, 'secret')];
  await mkdir(libraryDir);
  await writeFile(join(libraryDir, 'clip'), 'clip');
  await writeFile(secret, 'secret');
  await symlink(secret, join(libraryDir, 'link'));
  const confinement = await confinementWith({}, { ...places, libraryDir });
  const read = (path: string) => says(`cat '${path}' 2>&1 || true`, confinement);
  expect(await read(join(libraryDir, 'clip'))).toBe('clip');
  const others = [
    secret,
    join(libraryDir, 'link'),
    '/etc/passwd',
    `/proc/${process.pid}/environ`,
    '/proc/1/cmdline',
  ];
  for (const path of others) expect(await read(path)).toMatch(/Permission denied/);
  expect(await says(`ls /etc /root ${directory} 2>&1 || true`, confinement)).not.toContain('secret');
  const write = `for at in '${libraryDir}/new' '${directory}/new' /tmp/new-file; do echo x >"$at"; done 2>&1; echo x >mine && cat mine`;
  expect(await says(write, confinement)).toMatch(/^(.*Permission denied\n){3}x\n$/);
});

test.skipIf(!isOn('files'))('a run shortens no file and lets nobody into one, opened or not', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const [stored, clip] = [join(directory, 'stored'), join(directory, 'clip')];
  for (const path of [stored, clip]) await writeFile(path, 'whole', { mode: 0o600 });
  const confinement = await confinementWith({}, { ...places, libraryDir: directory });
  const tries = [
    `truncate("${stored}", 0) or print "$!\\n"`,
    `chmod(0666, "${stored}") or print "$!\\n"`,
    `open(my $at, "<", "${clip}"); chmod(0666, $at) or print "$!\\n"`,
  ].map((each) => `perl -e '${each}'`);
  expect(await says(tries.join('; '), confinement)).toBe('Permission denied\n'.repeat(3));
  expect(await readFile(stored, 'utf8')).toBe('whole');
  expect(((await stat(stored)).mode | (await stat(clip)).mode) & 0o777).toBe(0o600);
});

test('where the numbers of calls are not known, the kernel is not asked', () => {
  const rules = { calls: true, reads: undefined };
  expect(kernelCommand(rules, 'riscv64')).toBeUndefined();
  expect(kernelCommand(rules, 'arm64')?.slice(0, 2)).toEqual(['perl', '-e']);
});

test.skipIf(!isOn('privileges'))('a run can get no privileges, and root has none', async () => {
  const status = await says('exec cat /proc/self/status');
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  if (isRoot) expect(status).toMatch(/^CapEff:\s+0+$/m);
});

// Only root can become another.
test.skipIf(!isRoot)('a run has another user where one is named', async () => {
  for (const user of ['nobody', '4242:4343']) {
    const confinement = await confinementWith({ UNDERSTUDY_FFMPEG_USER: user });
    expect(confinement.on).toContain('user');
    const who = await says('id -u; id -g; id -G; touch mine && echo writes', confinement);
    const [uid, gid, groups, writes] = who.split('\n');
    expect([uid, gid]).toEqual([confinement.owner?.uid, confinement.owner?.gid].map(String));
    expect([groups, writes]).toEqual([gid, 'writes']);
    expect(await says('exec cat /proc/self/status', confinement)).toMatch(/^CapEff:\s+0+$/m);
  }
  await expect(confinementWith({ UNDERSTUDY_FFMPEG_USER: 'no such user' })).rejects.toThrow(
    /UNDERSTUDY_FFMPEG_USER is "no such user"/,
  );
});

test('a run has a folder of its own, which is gone with it, and little of the environment', async () => {
  const script = 'pwd; echo "$HOME $TMPDIR"; touch left; env | cut -d= -f1 | sort | tr "\\n" " "';
  const [folder, folders, names = ''] = (await says(script)).split('\n');
  expect(folder).toMatch(new RegExp(`^${tmpdir()}/understudy-run-${process.pid}-`));
  expect(folders).toBe(`${folder} ${folder}`);
  expect(names.trim().split(' ')).toEqual(expect.arrayContaining(['HOME', 'LC_ALL', 'PATH', 'TMPDIR']));
  expect(names).not.toMatch(/UNDERSTUDY|NODE|FFREPORT/);
  expect(await readdir(tmpdir())).not.toContain(basename(folder ?? ''));
});

test('where nothing is offered, all is off, and what is required refuses', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    const none = await confinementWith();
    expect(none).toMatchObject({ on: [], command: [] });
    expect(none.off.map(({ measure, why }) => `${measure}: ${why}`)).toEqual([
      'limits: prlimit is not installed',
      'network: perl is not installed; unshare is not installed',
      'files: perl is not installed',
      'privileges: setpriv is not installed',
    ]);
    await expect(confinementWith({ UNDERSTUDY_FFMPEG_CONFINEMENT: 'require' })).rejects.toThrow(
      /"require", but this host does not offer limits \(prlimit is not installed\), network/,
    );
    expect(await confinementWith({ UNDERSTUDY_FFMPEG_CONFINEMENT: 'off' })).toBe(unconfined);
  } finally {
    process.env['PATH'] = path;
  }
});

test('what a run leaves behind is gone with it, and cannot get out of reach', async () => {
  const script = 'setsid sleep 60 & sleep 60 & echo $!; exec sleep 60';
  const run = { program: '/bin/sh', arguments: ['-c', script], stallMs: 10_000 };
  let pid = 0;
  for await (const bytes of confinedRuns(here)(run, new AbortController().signal)) {
    pid = Number(Buffer.from(bytes).toString());
    expect(process.kill(pid, 0)).toBe(true);
    break;
  }
  // Nobody may have asked yet how it ended.
  const state = () =>
    readFile(`/proc/${pid}/stat`, 'utf8').then(
      (text) => text.split(' ')[2],
      () => 'gone',
    );
  await vi.waitFor(async () => expect(await state()).toMatch(/^(Z|gone)$/));
});

test.each([
  ['', {}],
  [' that gives way, and so leads its session,', { nice: 1 }],
])('a run%s whose reader leaves is gone, as it is one process', async (_, manner) => {
  const run = { program: '/bin/sh', arguments: ['-c', 'echo $$; exec sleep 60'], stallMs: 10_000, ...manner };
  let pid = 0;
  for await (const bytes of confinedRuns(here)(run, new AbortController().signal)) {
    pid = Number(Buffer.from(bytes).toString());
    expect(process.kill(pid, 0)).toBe(true);
    break;
  }
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a program that is not there is said to be missing', async () => {
  const run = { program: '/no/such/program', arguments: [], stallMs: 10_000 };
  const failure = collect(confinedRuns(here)(run, new AbortController().signal), 1);
  await expect(failure).rejects.toMatchObject({ code: 'generator_unavailable' });
});
