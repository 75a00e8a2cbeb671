import { createHash } from 'node:crypto';
import { canonicalDescription } from '@understudy/description';
import { openMetadataStore } from '@understudy/metadata-store';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { temporaryDataDir } from '../testing/data-dir.js';
import { testTerminal } from '../testing/terminal.js';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

async function run(verb: 'export' | 'import', url: string, input = '', env: NodeJS.ProcessEnv = {}) {
  const { terminal, told } = testTerminal(input);
  const code = await dispatch(['metadata', verb], { ...env, UNDERSTUDY_METADATA_URL: url }, terminal);
  return { code, output: told.output, warned: told.warned.join('\n') };
}

/** An LMDB with some descriptions, as a URL. */
async function storeWith(texts: readonly string[]): Promise<string> {
  const url = `lmdb:${await temporaryDataDir()}`;
  const store = await openMetadataStore(url);
  for (const text of texts) await store.createDescription(digestOf(text), text);
  await store.close();
  return url;
}

const video = (title: string, width = 320) =>
  canonicalDescription({
    title,
    width,
    height: 180,
    fps: 30,
    scenes: [{ duration: 1, source: { type: 'mandelbrot' }, text: { value: 'é\n"' } }],
  });
const texts = [video('Ada'), video('é"'), video('Grace')];

test('descriptions go from LMDB to Redis and back, under the same IDs', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const from = await storeWith(texts);
  const exported = await run('export', from);
  expect(exported).toMatchObject({ code: 0, warned: '3 descriptions exported' });
  const env = { UNDERSTUDY_METADATA_PREFIX: 'theirs:' };
  expect(await run('import', redis.url, exported.output, env)).toMatchObject({
    code: 0,
    warned: '3 descriptions imported, 0 there already, 0 in conflict',
  });
  expect(await run('import', redis.url, exported.output, env)).toMatchObject({
    code: 0,
    warned: '0 descriptions imported, 3 there already, 0 in conflict',
  });
  const back = await run('export', redis.url, '', env);
  expect(back.output.split('\n').sort()).toEqual(exported.output.split('\n').sort());
  expect((await run('export', redis.url)).warned).toBe('0 descriptions exported');

  const store = await openMetadataStore(redis.url, { keyPrefix: 'theirs:' });
  onTestFinished(() => store.close());
  expect(await store.createDescription(digestOf('new'), 'new')).toEqual({ contentId: 4n, created: true });
});

test('deletions go with the descriptions, so that nothing deleted comes back and no ID is given again', async () => {
  const from = await storeWith(texts);
  const to = await storeWith([]);
  await run('import', to, (await run('export', from)).output);
  const source = await openMetadataStore(from);
  for (const contentId of [3n, 1n]) {
    await source.deleteDescription(contentId, digestOf(texts[Number(contentId) - 1] as string));
  }
  await source.close();
  const exported = await run('export', from);
  expect(exported.warned).toBe('1 descriptions exported, and that 2 were deleted');
  for (let times = 0; times < 2; times += 1) {
    expect(await run('import', to, exported.output)).toMatchObject({
      code: 0,
      warned: '0 descriptions imported, 1 there already, 0 in conflict, 2 deleted',
    });
  }
  const store = await openMetadataStore(to);
  onTestFinished(() => store.close());
  expect((await store.readDeletions(0, 10)).deletions.map(({ contentId }) => contentId)).toEqual([3n, 1n]);
  await expect(store.readDescription(3n)).rejects.toMatchObject({ code: 'gone' });
  expect(await store.createDescription(digestOf('new'), 'new')).toEqual({ contentId: 4n, created: true });
});

test('what would give one ID to two descriptions is told and left out, and the rest is imported', async () => {
  const to = await storeWith(['{"title":"Theirs"}']);
  const { output } = await run('export', await storeWith(texts));
  const imported = await run('import', to, output);
  expect(imported.code).toBe(1);
  expect(imported.warned).toMatch(/line \d: content ID 1 belongs to another description/);
  expect(imported.warned).toContain('2 descriptions imported, 0 there already, 1 in conflict');
  const store = await openMetadataStore(to);
  onTestFinished(() => store.close());
  expect(await store.readDescription(1n)).toBe('{"title":"Theirs"}');
  expect(await store.readDescription(3n)).toBe(texts[2]);
});

const header = '{"format":"understudy-descriptions","version":1}\n';
const line = (contentId: unknown, digest = digestOf('a')) =>
  `${JSON.stringify({ contentId, digest, description: 'a' })}\n`;
test.each([
  ['nothing', '', /its last line is missing/],
  ['no header', line('1'), /no export/],
  ['a later version', '{"format":"understudy-descriptions","version":2}\n', /line 1 is of another format/],
  ['no JSON', `${header}video\n`, /line 2 is no JSON object/],
  ['a number for an ID', header + line(1), /line 2 has a contentId/],
  ['a leading zero', header + line('01'), /line 2 has a contentId/],
  ['an ID past what can be counted', header + line('9223372036854775808'), /line 2 has a contentId/],
  ['no digest', header + line('1', 'a'), /line 2 has a digest/],
  ['a cut end', header + line('1'), /it has 1 descriptions, its last line is missing/],
  ['a wrong count', `${header}${line('1')}{"end":true,"count":2}\n`, /it should have 2/],
  ['a second export', `${header}{"end":true,"count":0}\n${line('1')}`, /comes after the last one/],
])('%s is no whole export', async (_what, input, message) => {
  const imported = await run('import', await storeWith([]), input);
  expect(imported.code).toBe(1);
  expect(imported.warned).toMatch(message);
});

const described = (contentId: string, description: string, digest = digestOf(description)) =>
  `${JSON.stringify({ contentId, digest, description })}\n`;
test('what is no description is told with its line, field and reason and left out, and the rest is imported', async () => {
  const to = await storeWith([]);
  const spaced = JSON.stringify(JSON.parse(texts[1] as string), undefined, 1);
  const lines = [
    described('1', texts[0] as string),
    described('2', texts[1] as string, digestOf('another text')),
    described('3', video('odd', 65)),
    described('4', 'no JSON'),
    described('5', '[]'),
    described('6', spaced),
    described('7', texts[2] as string),
  ];
  const imported = await run('import', to, `${header}${lines.join('')}{"end":true,"count":7}\n`);
  expect(imported.code).toBe(1);
  expect(imported.warned.split('\n')).toEqual([
    'line 3: content ID 2: its digest is not that of its description',
    'line 4: content ID 3: its description is not valid: /width must be an even number from 64 to 1920, is 65',
    'line 5: content ID 4: its description is no JSON',
    expect.stringMatching(/^line 6: content ID 5: its description is not valid: the whole must be/),
    'line 7: content ID 6: its description is not in canonical form (RFC 8785)',
    '2 descriptions imported, 0 there already, 0 in conflict, 5 refused',
  ]);
  const store = await openMetadataStore(to);
  onTestFinished(() => store.close());
  const ids = [];
  for await (const { contentId } of store.listDescriptions()) ids.push(contentId);
  expect(ids.sort()).toEqual([1n, 7n]);
});

test('a directory without a store is no empty store', async () => {
  const directory = await temporaryDataDir();
  const exported = await run('export', `lmdb:${directory}`);
  expect(exported).toEqual({ code: 1, output: '', warned: `there is no metadata store in ${directory}` });
});

test('a store that is away, and one that keeps nothing, are told', async () => {
  const redis = await startRedisServer(['--appendonly', 'no']);
  onTestFinished(() => redis.stop());
  const refused = await run('import', redis.url, header);
  expect(refused).toMatchObject({ code: 1, warned: expect.stringContaining('set appendonly yes') });
  await redis.kill();
  const away = await run('export', redis.url, '', { UNDERSTUDY_METADATA_TIMEOUT_MS: '200' });
  expect(away).toMatchObject({
    code: 1,
    warned: expect.stringContaining('cannot be reached: connect ECONNREFUSED'),
  });
});

test.each([[[]], [['copy']], [['export', 'import']], [['export', '--fast']]])(
  '%j is not understood',
  async (args) => {
    const { terminal, told } = testTerminal();
    expect(await dispatch(['metadata', ...args], { UNDERSTUDY_METADATA_URL: 'lmdb:/x' }, terminal)).toBe(2);
    expect(told.warned).not.toEqual([]);
  },
);

test('--help tells how it is used; a missing variable is named', async () => {
  const { terminal, told } = testTerminal();
  expect(await dispatch(['metadata', '--help'], {}, terminal)).toBe(0);
  expect(told.printed.join()).toContain('usage: understudy metadata export');
  expect(await dispatch(['metadata', 'export'], {}, terminal)).toBe(2);
  expect(told.warned.join()).toContain('UNDERSTUDY_METADATA_URL is not set');
});

test('a stopped export ends without its last line', async () => {
  const url = await storeWith(texts);
  const { terminal, told, stop } = testTerminal();
  const output = terminal.output();
  const stopping = { ...terminal, output: () => output };
  output.once('drain', () => stop.abort());
  expect(await dispatch(['metadata', 'export'], { UNDERSTUDY_METADATA_URL: url }, stopping)).toBe(1);
  expect(told.output).not.toContain('"end"');
});
