import { parseArgs } from 'node:util';
import { parseDuration } from '../admin/duration.js';
import { openRouter } from '../make/public-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy token <ID> [--for <time>] [--viewer <name>] [--address <range>] [--streams <n>] [--json]

Prints a token that admits to a video, where playback is signed, and the URLs with it. Whoever has them may play the video until then.

  --for 1h           for how long it is good (s, m, h, d); an hour if left out
  --viewer <name>    who it is for; all of a viewer can be revoked
  --address <range>  only from there: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32
  --streams <n>      so many at once
  --json             the answer as it is

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one at UNDERSTUDY_URL, with UNDERSTUDY_API_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy token …`. Gives the exit code. */
export async function tokenCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  try {
    const { id, json, ...body } = asked;
    const { url: origin, client } = await openRouter(env);
    const answer = await client.post('/v1/videos/{id}/tokens', { path: { id }, body });
    if (json) terminal.print(JSON.stringify(answer));
    else
      terminal.print(
        [
          answer.token,
          `  ${'token ID'.padEnd(12)} ${answer.tokenId}`,
          `  ${'good until'.padEnd(12)} ${answer.expires}`,
          ...Object.entries(answer.urls).map(
            ([name, url]) => `  ${name.padEnd(12)} ${new URL(url, origin).href}`,
          ),
        ].join('\n'),
      );
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

interface Asked {
  readonly id: string;
  readonly json: boolean;
  readonly ttlS?: number;
  readonly viewer?: string;
  readonly address?: string;
  readonly streams?: number;
}

/** What is asked for; otherwise `help`, or what is wrong. Bounds are the catalog's to know. */
function readArgs(args: readonly string[]): Asked | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        for: { type: 'string' },
        viewer: { type: 'string' },
        address: { type: 'string' },
        streams: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) return 'name one ID';
    const ttlS = values.for === undefined ? undefined : parseDuration(values.for);
    if (values.for !== undefined && ttlS === undefined)
      return `--for takes a number and s, m, h or d, as in 30m, not ${values.for}`;
    if (values.streams !== undefined && !/^\d{1,9}$/.test(values.streams))
      return `--streams takes a number, not ${values.streams}`;
    return {
      id,
      json: values.json,
      ...(ttlS !== undefined && { ttlS }),
      ...(values.viewer !== undefined && { viewer: values.viewer }),
      ...(values.address !== undefined && { address: values.address }),
      ...(values.streams !== undefined && { streams: Number(values.streams) }),
    };
  } catch (error) {
    return messageOf(error);
  }
}
