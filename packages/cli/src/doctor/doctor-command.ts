import { defineCommand } from '../define-command.js';
import { checkCluster } from './check-cluster.js';
import { checkGeneratorFile } from './check-generator.js';
import { checkConfinement, checkDisk, checkFfmpeg, checkNode } from './check-machine.js';
import { checkArchive, checkMetadata } from './check-stores.js';
import { readDoctorOptions } from './doctor-options.js';
import type { Finding } from './finding.js';

const usage = `usage: understudy doctor [--json]

Looks at what a service on this machine would need, with the variables that it would have: Node, ffmpeg and what confines it, or the program that
UNDERSTUDY_GENERATOR describes, the disk of UNDERSTUDY_DATA, the metadata store, the archive; and at the cluster that runs in UNDERSTUDY_DATA, or whose console is at UNDERSTUDY_ADMIN_URL: its workers, zones, versions, routers, catalog and clock.
Each line says what is so, or what is wrong and what to do. Nothing is changed.

--json  one JSON object a line

exit code: 0 nothing failed, 1 something did, 2 not understood`;

/** `understudy doctor …`. */
export const doctorCommand = defineCommand({
  usage,
  allowPositionals: false,
  options: { json: { type: 'boolean' } },
  understand: () => undefined,
  async run(_, { env, tell }) {
    const options = readDoctorOptions(env);
    let failed = false;
    const show = (finding: Finding) => {
      failed ||= finding.state === 'fail';
      tell(finding, ({ check, state, says }) => `${state.padEnd(5)} ${check.padEnd(15)} ${says}`);
    };
    show(checkNode());
    let generator: string | undefined;
    if (options.generatorFile === undefined) {
      const confined = await checkConfinement(options.confinement, options.ffmpegPath, options.dataDir);
      const made = await checkFfmpeg(options.ffmpegPath, confined.confinement);
      generator = made.generator;
      show(made.finding);
      show(confined.finding);
    } else {
      const looked = await checkGeneratorFile(options.generatorFile, env['PATH'] ?? '');
      generator = looked.generator;
      show(looked.finding);
    }
    show(await checkDisk(options.dataDir));
    show(await checkMetadata(options));
    show(await checkArchive(options));
    for (const each of await checkCluster(env, generator)) show(each);
    return failed ? 1 : 0;
  },
});
