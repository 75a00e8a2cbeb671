import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UnderstudyError } from '@understudy/errors';
import type { ConfinementConfig } from './confinement-config.js';
import { type FolderOwner, ownerNamed } from './folder-owner.js';
import { kernelCommand } from './kernel-command.js';
import { type RunPlaces, readableBy } from './readable.js';

/**
 * What a run is kept from: taking more than it may (`limits`), talking to anybody (`network`), opening what is neither the system's nor of
 * the library (`files`), doing what root may and getting back what was given up (`privileges`), what the worker's user may (`user`).
 */
type Measure = 'limits' | 'network' | 'files' | 'privileges' | 'user';

/** How ffmpeg and ffprobe are run on this host. */
export interface Confinement {
  readonly on: readonly Measure[];
  /** What the host does not offer, and what it said. */
  readonly off: readonly { readonly measure: Measure; readonly why: string }[];
  /** What stands before the program: each of these becomes the next by exec, so that it all is one process. */
  readonly command: readonly string[];
  /** Who runs it, where that is another. */
  readonly owner?: FolderOwner;
  /** What `ffmpeg -version` printed, where it was run to try: to run it again would take a tenth of a second of a worker's start. */
  readonly build?: Uint8Array;
}

/** Nothing but what is asked of ffmpeg itself. */
export const unconfined: Confinement = { on: [], off: [], command: [] };

const tryMs = 10_000;

/**
 * Finds out what this host offers, by trying: each measure is put before a program, behind those that were found to work. Takes 100 ms.
 * Without `places` files are not confined.
 *
 * @throws UnderstudyError `invalid_configuration` where all are required and one cannot be had, or there is no such user
 */
export async function findConfinement(
  config: ConfinementConfig,
  places: RunPlaces | undefined,
): Promise<Confinement> {
  if (config.mode === 'off') return unconfined;
  const owner = config.user === undefined ? undefined : await ownerNamed(config.user);
  let found = await withKernelRules(await findLimits(config), places, owner !== undefined);
  if (owner !== undefined) {
    found = await withFirst(found, ['user', 'privileges'], [userCommand(owner)]);
    if (found.on.includes('user')) found = { ...found, owner };
    else found = { ...found, off: found.off.filter(({ measure }) => measure !== 'privileges') };
  }
  if (!found.on.includes('privileges')) found = await withFirst(found, ['privileges'], privilegeCommands);
  if (config.mode === 'require' && found.off.length > 0) {
    throw new UnderstudyError(
      'invalid_configuration',
      `UNDERSTUDY_FFMPEG_CONFINEMENT is "require", but this host does not offer ${describeOff(found)}`,
    );
  }
  return found;
}

/** What is off and why, for people. */
export function describeOff({ off }: Confinement): string {
  return off.map(({ measure, why }) => `${measure} (${why})`).join(', ');
}

/** Both by one command where that works, otherwise each as far as it does. */
async function withKernelRules(
  limited: Confinement,
  places: RunPlaces | undefined,
  changesUser: boolean,
): Promise<Confinement> {
  if (places === undefined) return withFirst(limited, ['network'], networkCommands(changesUser));
  const reads = await readableBy(places);
  // The program itself, which may have its libraries elsewhere.
  const tried = [places.ffmpegPath, '-version'];
  const both = kernelCommand({ calls: true, reads });
  const found = await withFirst(limited, ['network', 'files'], both ? [both] : [], tried);
  if (found.on.includes('files')) return found;
  const without = await withFirst(limited, ['network'], networkCommands(changesUser));
  const filesOnly = kernelCommand({ calls: false, reads });
  return withFirst(without, ['files'], filesOnly ? [filesOnly] : [], tried);
}

/**
 * The first leaves no socket, those of files included; in the others there is a network with nobody else. Without a user of its own a run
 * keeps the worker's, in a namespace of users where it may not make one of networks; a change of user would be unknown in that.
 */
export function networkCommands(changesUser: boolean): string[][] {
  const namespaces = [['unshare', '--net', '--']];
  if (!changesUser) namespaces.push(['unshare', '--user', '--map-current-user', '--net', '--']);
  const noSockets = kernelCommand({ calls: true, reads: undefined });
  return noSockets === undefined ? namespaces : [noSockets, ...namespaces];
}

const noPrivileges = ['--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'];

function userCommand({ uid, gid }: FolderOwner): string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...noPrivileges, '--'];
}

/** Only root has any to give up. */
const privilegeCommands: string[][] = [
  ['setpriv', ...noPrivileges, '--'],
  ['setpriv', '--no-new-privs', '--'],
];

/** Where a lower one is set for this process already, a limit cannot be raised: that one stays. */
async function findLimits({ limits }: ConfinementConfig): Promise<Confinement> {
  const flags = [
    `--as=${limits.memoryBytes}`,
    // Both of them: at the soft one ffmpeg would write a tail that belongs to no full run.
    `--cpu=${limits.cpuS}:${limits.cpuS}`,
    `--fsize=${limits.fileBytes}`,
    `--nofile=${limits.openFiles}`,
    '--core=0',
  ];
  const all = await withFirst(unconfined, ['limits'], [['prlimit', ...flags, '--']]);
  if (all.on.length > 0) return all;
  const tried = await Promise.all(flags.map((flag) => tryToRun(['prlimit', flag, '--'])));
  const accepted = flags.filter((_, index) => tried[index]?.refusal === undefined);
  return accepted.length === 0 ? all : withFirst(unconfined, ['limits'], [['prlimit', ...accepted, '--']]);
}

/** With the first of the commands that works behind what is there already. */
async function withFirst(
  found: Confinement,
  measures: readonly Measure[],
  commands: readonly string[][],
  tried?: readonly string[],
): Promise<Confinement> {
  const refusals = commands.length === 0 ? [`not known for ${process.arch}`] : [];
  for (const each of commands) {
    const command = [...found.command, ...each];
    const { refusal, printed } = await tryToRun(command, tried);
    if (refusal === undefined)
      return {
        ...found,
        command,
        on: [...found.on, ...measures],
        ...(tried !== undefined && { build: printed }),
      };
    refusals.push(refusal);
  }
  const why = [...new Set(refusals)].join('; ');
  return { ...found, off: [...found.off, ...measures.map((measure) => ({ measure, why }))] };
}

/** What it says where it cannot run the program, and what that printed where it can. */
async function tryToRun(
  [command = '', ...args]: readonly string[],
  tried: readonly string[] = ['true'],
): Promise<{ readonly refusal?: string; readonly printed: Uint8Array }> {
  try {
    const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
    const { stdout } = await promisify(execFile)(command, [...args, ...tried], {
      ...{ env, timeout: tryMs, cwd: '/' },
      encoding: 'buffer',
    });
    return { printed: stdout };
  } catch (error) {
    const { code, stderr = '', message } = error as Error & { code?: string | number; stderr?: Buffer };
    const said = String(stderr).trim().split('\n')[0] || message;
    const refusal = code === 'ENOENT' ? `${command} is not installed` : said.slice(0, 200);
    return { refusal, printed: Buffer.alloc(0) };
  }
}
