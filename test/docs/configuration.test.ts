import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Who reads variables, by the name that the page has for it. */
const readers = {
  router: [
    'services/router/src/config.ts',
    'services/router/src/playback/playback-config.ts',
    'packages/peer-protocol/src/peer-config.ts',
    'packages/service-kit/src/health-server.ts',
  ],
  worker: [
    'services/worker/src/config.ts',
    'services/worker/src/archive/archive-config.ts',
    'services/worker/src/budget/address-config.ts',
    'services/worker/src/disk/storage-config.ts',
    'services/worker/src/hot/hot-config.ts',
    'services/worker/src/membership/cluster-config.ts',
    'services/worker/src/produce/generation-config.ts',
    'services/worker/src/rebalance/rebalance-config.ts',
    'services/worker/src/replicate/replication-config.ts',
    'packages/peer-protocol/src/peer-config.ts',
    'packages/service-kit/src/health-server.ts',
    'packages/generator-ffmpeg/src/run/confinement-config.ts',
    'packages/generator-ffmpeg/src/library/clip-bytes.ts',
    'packages/generator-ffmpeg/src/library/clip-limits.ts',
  ],
  catalog: ['services/catalog/src/config.ts', 'packages/generator-ffmpeg/src/library/clip-bytes.ts'],
  console: ['services/console/src/config.ts', 'packages/peer-protocol/src/peer-config.ts'],
  'npm start': 'packages/cli/src/up-options.ts',
  'understudy metadata': 'packages/cli/src/metadata/metadata-options.ts',
  understudy: 'packages/cli/src/admin/admin-client.ts',
  'understudy doctor': [
    'packages/cli/src/doctor/doctor-options.ts',
    'packages/generator-ffmpeg/src/run/confinement-config.ts',
  ],
  'understudy make': 'packages/cli/src/make/public-client.ts',
  tracing: 'packages/tracing/src/tracing-config.ts',
};

const page = await read('docs/reference/configuration.md');
/** `variable (reader): default, bounds` of each row; a row that several readers share counts for each. */
const documented = page.split('\n').flatMap((line) => {
  const [, name = '', by = '', fallback = '', bounds = ''] = line.split('|').map((cell) => cell.trim());
  // What the SDK of OpenTelemetry reads is not in our code.
  return /^`(UNDERSTUDY|OTEL)_/.test(name) && by !== 'SDK'
    ? by.split(', ').map((reader) => `${name.replaceAll('`', '')} (${reader}): ${fallback}, ${bounds}`)
    : [];
});

test.each(Object.entries(readers))(
  'every variable that %s reads is on the page as it is read',
  async (reader, paths) => {
    const sources = await Promise.all([paths].flat().map(read));
    const expected = sources
      .flatMap(declarationsIn)
      .map(({ name, fallback, bounds }) => `${name} (${reader}): ${fallback}, ${bounds}`);
    expect(expected.length).toBeGreaterThan(2);
    expect(documented.filter((row) => row.includes(` (${reader}): `)).sort()).toEqual(expected.sort());
  },
);

test('every secret may stand in a file, and the page says of all of them that they are', async () => {
  const sources = await Promise.all(Object.values(readers).flat().map(read));
  const calls = sources.flatMap((source) => [
    ...source.matchAll(/\b(?:read|reader)\.(\w+)\(\s*'(UNDERSTUDY_\w+)'/g),
  ]);
  const kinds = new Map<string, Set<string>>();
  for (const [, kind = '', name = ''] of calls) kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  const fromFiles = [...kinds].filter(([, how]) => [...how].some((kind) => /secret/i.test(kind)));
  expect(fromFiles.length).toBeGreaterThan(8);
  for (const [name, how] of fromFiles) {
    expect(
      [...how].every((kind) => kind === 'secret' || kind === 'optionalSecret'),
      name,
    ).toBe(true);
    expect(page, name).toContain(`\`${name}_FILE\``);
  }
  // What is called a secret or a key is read as one. These name a file, or say how many keys there may be and how they are looked at.
  const secretly = /(SECRET|SECRETS|_KEY|KEYS|WEBHOOKS|METADATA_URL)$/;
  const others = [
    'UNDERSTUDY_TLS_KEY',
    'UNDERSTUDY_PEER_TLS_KEY',
    'UNDERSTUDY_KEYS',
    'UNDERSTUDY_WRONG_KEYS',
  ];
  const named = [...kinds.keys()].filter((name) => secretly.test(name) && !others.includes(name));
  expect(named.sort()).toEqual(fromFiles.map(([name]) => name).sort());
});

test('every row of the page belongs to somebody', () => {
  const known = Object.keys(readers);
  expect(documented.filter((row) => !known.includes(/\((.*?)\)/.exec(row)?.[1] ?? ''))).toEqual([]);
});

/** What a configuration reads, from its source: the calls of the reader of `readEnv`. */
function declarationsIn(source: string) {
  const calls = source
    .replaceAll(/\s+/g, ' ')
    .matchAll(
      /\b(?:read|reader)\.(\w+)\( ?'((?:UNDERSTUDY|OTEL)_\w+)'(?:, (\[.*?\]|\{.*?\}|'.*?'))?(?:, '(.*?)')?,? ?\)/g,
    );
  const declarations = new Map<string, { name: string; fallback: string; bounds: string }>();
  for (const [, kind = '', name = '', first = '', second] of calls) {
    // A second reading of the same variable only looks at it more closely.
    if (!declarations.has(name)) declarations.set(name, { name, ...declared(kind, first, second) });
  }
  return [...declarations.values()];
}

function declared(kind: string, first: string, second: string | undefined) {
  if (kind.startsWith('optional')) return { fallback: 'unset', bounds: '' };
  if (kind === 'choice')
    return { fallback: `\`${second}\``, bounds: first.slice(1, -1).replaceAll("'", '`') };
  if (kind === 'integer' || kind === 'number') {
    const [, fallback = '', min = '', max = ''] =
      /fallback: (\S+), min: ([\d_.]+), max: ([\d_.]+)/.exec(first) ?? [];
    return { fallback: numberText(fallback), bounds: `${numberText(min)} to ${numberText(max)}` };
  }
  return { fallback: first === '' ? 'required' : first.replaceAll("'", '`'), bounds: '' };
}

function numberText(literal: string): string {
  const value = Number(literal.replaceAll('_', ''));
  return Number.isNaN(value) ? 'number of cores' : value.toLocaleString('en');
}
