import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fontPath } from '../font.js';
import { findProgram } from './find-program.js';

/** The programs that are run, and the folder of the clips. */
export interface RunPlaces {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly libraryDir: string;
}

/** Programs, their libraries and what those look for; what the kernel says of the machine and of the process itself. */
const ofTheSystem = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/nix/store'],
  ...['/etc/alternatives', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/ld.so.preload'],
  ...['/etc/ssl/openssl.cnf', '/etc/gcrypt', '/etc/gnutls', '/etc/crypto-policies', '/etc/fonts'],
  ...[
    '/sys/devices/system',
    '/proc/self',
    '/proc/cpuinfo',
    '/proc/meminfo',
    '/proc/filesystems',
    '/proc/sys',
  ],
  ...['/dev/urandom', '/dev/random'],
];

/** All that a run may read, by path: of what is not the system's the library, the bundled font, and where the programs are installed. */
export async function readableBy({ ffmpegPath, ffprobePath, libraryDir }: RunPlaces): Promise<string[]> {
  const installations = await Promise.all([ffmpegPath, ffprobePath].map(installationOf));
  return [...ofTheSystem, ...new Set(installations.flat()), dirname(fontPath), resolve(libraryDir)];
}

/** The folder of a program, and what lies beside a `bin` that it uses; none where it is not there. Not all beside it: it may be somebody's home. */
async function installationOf(program: string): Promise<string[]> {
  const found = await findProgram(program);
  if (found === undefined) return [];
  const folder = dirname(await realpath(found));
  const beside = basename(folder) === 'bin' ? ['lib', 'lib64', 'share', 'etc'] : [];
  return [folder, ...beside.map((name) => join(dirname(folder), name))];
}
