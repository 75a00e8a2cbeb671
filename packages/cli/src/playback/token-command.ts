import { durationOf } from '../admin/duration.js';
import { defineCommand, onlyOne } from '../define-command.js';
import { openRouter } from '../make/public-client.js';

const usage = `usage: understudy token <ID> [--for <time>] [--viewer <name>] [--address <range>] [--streams <n>] [--json]

Prints a token that admits to a video, where playback is signed, and the URLs with it. Whoever has them may play the video until then.

  --for 1h           for how long it is good (s, m, h, d); an hour if left out
  --viewer <name>    who it is for; all of a viewer can be revoked
  --address <range>  only from there: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32
  --streams <n>      so many at once
  --json             the answer as it is

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one at UNDERSTUDY_URL, with UNDERSTUDY_API_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy token …`. Bounds are the catalog's to know. */
export const tokenCommand = defineCommand({
  usage,
  options: {
    for: { type: 'string' },
    viewer: { type: 'string' },
    address: { type: 'string' },
    streams: { type: 'string' },
    json: { type: 'boolean' },
  },
  understand({ for: goodFor, viewer, address, streams }, operands) {
    const id = onlyOne('ID', operands);
    const ttlS = durationOf('for', goodFor, '30m');
    if (streams !== undefined && !/^\d{1,9}$/.test(streams))
      throw new Error(`--streams takes a number, not ${streams}`);
    const body = {
      ...(ttlS !== undefined && { ttlS }),
      ...(viewer !== undefined && { viewer }),
      ...(address !== undefined && { address }),
      ...(streams !== undefined && { streams: Number(streams) }),
    };
    return { id, body };
  },
  async run({ id, body }, { env, tell }) {
    const { url: origin, client } = await openRouter(env);
    const answer = await client.post('/v1/videos/{id}/tokens', { path: { id }, body });
    tell(answer, ({ token, tokenId, expires, urls }) =>
      [
        token,
        `  ${'token ID'.padEnd(12)} ${tokenId}`,
        `  ${'good until'.padEnd(12)} ${expires}`,
        ...Object.entries(urls).map(([name, url]) => `  ${name.padEnd(12)} ${new URL(url, origin).href}`),
      ].join('\n'),
    );
  },
});
