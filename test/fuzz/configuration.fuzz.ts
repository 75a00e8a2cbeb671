import { readFileSync } from 'node:fs';
import { parseConfiguredKeys } from '@understudy/access-keys';
import { parseKeyRing } from '@understudy/opaque-id';
import { parsePublicOrigins } from '@understudy/peer-protocol';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseArchiveUrl } from '../../packages/archive/src/archive-url.js';
import { readConfig as readCatalog } from '../../services/catalog/src/config.js';
import { parseWebhooks } from '../../services/catalog/src/webhooks/parse-webhooks.js';
import { readConfig as readConsole } from '../../services/console/src/config.js';
import { readConfig as readRouter } from '../../services/router/src/config.js';
import { readConfig as readWorker } from '../../services/worker/src/config.js';
import { mutatedJson } from './arbitraries/json.js';
import { fromParts, mutated, texts } from './arbitraries/texts.js';
import { fuzz, unlessRefused } from './fuzz.js';

const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
const names = [...new Set(page.match(/(?<=^\| `)UNDERSTUDY_\w+/gm))];

const key = Buffer.alloc(32, 1).toString('base64');
const good: Record<string, string> = {
  UNDERSTUDY_METADATA_URL: 'lmdb:/nowhere',
  UNDERSTUDY_CATALOG_URL: 'http://127.0.0.1:1',
  UNDERSTUDY_ID_KEYS: `1:${key}`,
  UNDERSTUDY_PLACEMENT_KEY: key,
  UNDERSTUDY_PEER_SECRET: key,
  UNDERSTUDY_API_KEYS: 'a'.repeat(20),
  UNDERSTUDY_ADMIN_KEY: 'b'.repeat(20),
  UNDERSTUDY_PLAYBACK_SECRETS: `k:${key}`,
  UNDERSTUDY_PLAYBACK: 'signed',
};
const values = fc.oneof(
  texts,
  fromParts([
    'http://',
    'https://',
    '127.0.0.1',
    ':',
    '8080',
    '/',
    '@',
    ',',
    '=',
    '1',
    key,
    'sha256:',
    '[::1]',
    '10.0.0.0/8',
  ]),
  mutated(fc.constantFrom(...Object.values(good)), 2),
);

// A service begins with what it was told, or says which variable is wrong.
fuzz(
  'configuration',
  fc.record({
    service: fc.constantFrom('router', 'worker', 'catalog', 'console'),
    changes: fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 4 }),
  }),
  ({ service, changes }) => {
    const read = { router: readRouter, worker: readWorker, catalog: readCatalog, console: readConsole }[
      service
    ];
    const env = { ...good };
    for (const [name, value] of changes) env[name] = value;
    unlessRefused(() => read(env), 'invalid_configuration');
  },
);

// A key is never taken for another because of what stands around it.
fuzz(
  'configured-keys',
  fc.record({
    ring: fromParts(['1', '2', ':', ',', key, 'AAAA', '=']),
    keys: fromParts(['sha256:', 'a'.repeat(64), 'b'.repeat(16), ',', ' ', 'short']),
    hooks: mutatedJson(
      fc.array(
        fc.record({
          apiKey: fc.constant('a'.repeat(20)),
          url: fc.constant('http://127.0.0.1/h'),
          secret: fc.constant(`whsec_${key}`),
        }),
        { maxLength: 2 },
      ),
    ),
    origins: fromParts(['http://a', 'https://b:1/x', ',', ' ', '"', '?', '#', 'http://[::1]']),
    archive: fromParts([
      's3://',
      'bucket',
      '/',
      '?endpoint=',
      'http://127.0.0.1:1',
      '&region=',
      '%',
      '..',
      '@',
    ]),
  }),
  ({ ring, keys, hooks, origins, archive }) => {
    const refused = 'invalid_configuration';
    for (const each of unlessRefused(() => parseKeyRing(ring), refused) ?? [])
      expect(each.key.length).toBe(32);
    const as = { variable: 'X', idPrefix: 'x', scopes: ['read'] } as const;
    for (const each of unlessRefused(() => parseConfiguredKeys(keys, as), refused) ?? [])
      expect(each.digest.length).toBe(32);
    unlessRefused(() => parseWebhooks(hooks, ['a'.repeat(20)]), refused);
    const pathways = unlessRefused(() => parsePublicOrigins(origins), refused) ?? [];
    for (const { origin } of pathways) expect(origin).not.toMatch(/["'<>\s\\]/);
    unlessRefused(() => parseArchiveUrl(archive), refused);
  },
);
