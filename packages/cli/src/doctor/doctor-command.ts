import { parseArgs } from 'node:util';
import { messageOf } from '../messages.js';
import type { Terminal } from '../terminal.js';
import { checkCluster } from './check-cluster.js';
import { checkGeneratorFile } from './check-generator.js';
import { checkConfinement, checkDisk, checkFfmpeg, checkNode } from './check-machine.js';
import { checkArchive, checkMetadata } from './check-stores.js';
import { readDoctorOptions } from './doctor-options.js';
import type { Finding } from './finding.js';

const usage = `usage: understudy doctor [--json]

Looks at what a service on this machine would need, with the variables that it would have: Node, ffmpeg and what confines it, or the program that
UNDERSTUDY_GENERATOR describes, the disk of UNDERSTUDY_DATA, the metadata store, the archive; and at the cluster that runs in UNDERSTUDY_DATA, or whose console is at UNDERSTUDY_ADMIN_URL: its workers, zones, versions and clock.
Each line says what is so, or what is wrong and what to do. Nothing is changed.

--json  one JSON object a line

exit code: 0 nothing failed, 1 something did, 2 not understood`;

/** `understudy doctor …`. Gives the exit code. */
export async function doctorCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  let json: boolean;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean', default: false } },
    });
    if (values.help === true) {
      terminal.print(usage);
      return 0;
    }
    json = values.json;
  } catch (error) {
    terminal.warn(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  try {
    const options = readDoctorOptions(env);
    let failed = false;
    const tell = (finding: Finding) => {
      failed ||= finding.state === 'fail';
      const { check, state, says } = finding;
      terminal.print(json ? JSON.stringify(finding) : `${state.padEnd(5)} ${check.padEnd(15)} ${says}`);
    };
    tell(checkNode());
    let generator: string | undefined;
    if (options.generatorFile === undefined) {
      const confined = await checkConfinement(options.confinement, options.ffmpegPath, options.dataDir);
      const made = await checkFfmpeg(options.ffmpegPath, confined.confinement);
      generator = made.generator;
      tell(made.finding);
      tell(confined.finding);
    } else {
      const looked = await checkGeneratorFile(options.generatorFile, env['PATH'] ?? '');
      generator = looked.generator;
      tell(looked.finding);
    }
    tell(await checkDisk(options.dataDir));
    tell(await checkMetadata(options));
    tell(await checkArchive(options));
    for (const each of await checkCluster(env, generator)) tell(each);
    return failed ? 1 : 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}
