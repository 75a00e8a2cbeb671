import { constants } from 'node:fs';
import { access, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  type Confinement,
  type ConfinementConfig,
  createFfmpegGenerator,
  describeOff,
  findConfinement,
} from '@understudy/generator-ffmpeg';
import { messageOf } from '../messages.js';
import { type Finding, fail, ok, warn } from './finding.js';

const oldestNode = [20, 19] as const;
/** A worker with less room evicts copies before it has many. */
const littleRoomBytes = 5e9;

/** Whether this Node runs the services. */
export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return isOld
    ? fail('node', `${version} is too old: install ${oldestNode.join('.')} or newer`)
    : ok('node', version);
}

/**
 * Whether ffmpeg is there and makes all that descriptions may ask for: a sample is made, as a worker does at its start.
 * @returns the finding, and the fingerprint that a worker here would have
 */
export async function checkFfmpeg(
  ffmpegPath: string,
  confinement: Confinement | undefined,
): Promise<{ readonly finding: Finding; readonly generator: string | undefined }> {
  const libraryDir = await mkdtemp(join(tmpdir(), 'understudy-doctor-'));
  try {
    const { name, version, fingerprint } = await createFfmpegGenerator({
      ...{ ffmpegPath, libraryDir },
      ...(confinement !== undefined && { confinement }),
    });
    const generator = `${name}@${version}#${fingerprint}`;
    return { finding: ok('ffmpeg', `makes the sample; ${generator.slice(0, 30)}…`), generator };
  } catch (error) {
    const says = `${messageOf(error)}: install ffmpeg 5.1 or newer with libx264 and libfreetype (Debian: apt-get install ffmpeg), or set UNDERSTUDY_FFMPEG`;
    return { finding: fail('ffmpeg', says), generator: undefined };
  } finally {
    await rm(libraryDir, { recursive: true });
  }
}

/**
 * What a worker here would confine ffmpeg by.
 * @returns the finding, and how runs are confined; undefined where they would not be
 */
export async function checkConfinement(
  config: ConfinementConfig,
  ffmpegPath: string,
  dataDir: string,
): Promise<{ readonly finding: Finding; readonly confinement: Confinement | undefined }> {
  try {
    const confinement = await findConfinement(config, {
      ...{ ffmpegPath, ffprobePath: 'ffprobe' },
      libraryDir: join(dataDir, 'library'),
    });
    const { on, off } = confinement;
    const says = `on: ${on.join(', ') || 'nothing'}`;
    const what = 'install perl and util-linux, and see docs/how-to/confine-ffmpeg.md';
    if (off.length > 0)
      return {
        finding: warn('confinement', `${says}; not: ${describeOff(confinement)}: ${what}`),
        confinement,
      };
    return {
      finding:
        config.mode === 'off'
          ? warn('confinement', 'UNDERSTUDY_FFMPEG_CONFINEMENT is off')
          : ok('confinement', says),
      confinement,
    };
  } catch (error) {
    return { finding: fail('confinement', messageOf(error)), confinement: undefined };
  }
}

/** Whether the data directory, or what it will be made in, can be written, and has room. */
export async function checkDisk(dataDir: string): Promise<Finding> {
  let directory = resolve(dataDir);
  for (;;) {
    try {
      await access(directory, constants.W_OK);
      break;
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissing || dirname(directory) === directory)
        return fail('disk', `${directory} cannot be written: ${messageOf(error)}`);
      directory = dirname(directory);
    }
  }
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  const says = `${(free / 1e9).toFixed(1)} GB free in ${directory}`;
  return free < littleRoomBytes ? warn('disk', `${says}: few copies will fit`) : ok('disk', says);
}
