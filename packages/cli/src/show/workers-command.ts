import type { Cluster, Member } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, none } from '../define-command.js';
import { textTable } from './text-table.js';

const usage = `usage: understudy workers [--json]

Shows what each worker is: where it is found, its zone and capacity, which generator it has, whether its disk takes what is written, and how
far its copies were read for damage. status shows what they do.

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy workers …`. */
export const workersCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => none(operands),
  async run(_, { env, tell }) {
    const admin = await openAdminClient(env);
    tell(await admin.get('/admin/cluster'), textOf);
  },
});

function textOf({ workers }: Cluster): string {
  return textTable([
    ['worker', 'state', 'zone', 'capacity', 'warmth', 'disk', 'url', 'generator', 'scrub'],
    ...workers.map(({ id, state, zone, capacity, warmth, storage, url, generators, scrub }) => [
      ...[id, state, zone, capacity, `${Math.round(warmth * 100)} %`, storage, url],
      generators.map(shortGenerator).join(' ') || undefined,
      scrub && scrubText(scrub.pass),
    ]),
  ]);
}

/** `name@version#` and as much of the fingerprint as tells two builds apart. */
function shortGenerator(generator: string): string {
  return generator.replace(/(#.{12}).*$/, '$1');
}

function scrubText(pass: NonNullable<Member['scrub']>['pass']): string {
  if (pass === undefined) return 'not yet';
  const since = new Date(pass.endedAtMs ?? pass.beganAtMs).toISOString();
  const findings = `${pass.findings} found, ${pass.failed} left`;
  return pass.endedAtMs === undefined ? `runs since ${since}, ${findings}` : `${since}, ${findings}`;
}
