import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poolOf } from '@understudy/metadata-store';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startCatalog } from '../testing/start-catalog.js';
import { openProgramInputs } from './program-inputs.js';

const programFile = {
  name: 'clock',
  version: '1',
  resumable: 'none',
  command: ['sh', 'clock.sh'],
  files: ['clock.sh'],
  codecs: 'avc1.42C01F',
  peakKbitPerS: 1_000,
  input: {
    type: 'object',
    properties: { hue: { type: 'integer', maximum: 359 } },
    required: ['hue'],
    additionalProperties: false,
  },
};

async function written(file: object): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-program-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'generator.json');
  await writeFile(path, JSON.stringify(file));
  return path;
}

const described = (input: unknown, name = 'clock') => ({
  title: 'Clock',
  width: 320,
  height: 180,
  fps: 25,
  scenes: [{ duration: 5, source: { type: 'program', name, ...(input !== undefined && { input }) } }],
});

const worker = (id: string, generator: string, pool: number, capacity = 1) => ({
  id,
  url: `http://127.0.0.1:1/${id}`,
  zone: 'a',
  capacity,
  warmth: 1,
  state: 'active' as const,
  generators: [`${generator}@1#${'e'.repeat(64)}`],
  pid: 1,
  pool,
});

async function startWith(file: object | undefined, ...workers: readonly ReturnType<typeof worker>[]) {
  const catalog = await startCatalog({
    UNDERSTUDY_MEMBERSHIP_POLL_MS: '50',
    ...(file !== undefined && { UNDERSTUDY_GENERATOR: await written(file) }),
  });
  for (const each of workers) await catalog.context.store.announce(each, 60_000);
  await vi.waitFor(() => expect(catalog.context.membership.current?.members).toEqual(workers), 10_000);
  return catalog;
}

test('a video is pinned to the leading pool of those that have its generator', async () => {
  const { post, ids } = await startWith(
    undefined,
    worker('a', 'ffmpeg', 1, 5),
    worker('b', 'clock', 2),
    worker('c', 'clock', 3, 2),
  );
  const poolFor = async (description: object) => {
    const answer = await post('/v1/videos', description);
    return poolOf(ids.decode(answer.json().id) as bigint);
  };
  expect(await poolFor(described({ anything: ['at', 'all'] }))).toBe(3);
  const still = [{ duration: 1, source: { type: 'still', color: '#000000' } }];
  expect(await poolFor({ ...described(1), scenes: still })).toBe(1);
});

test('a program that no worker has is refused until one has', async () => {
  const { post } = await startWith(undefined, worker('a', 'ffmpeg', 1));
  const answer = await post('/v1/videos', described({}));
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.json()).toMatchObject({ code: 'generator_unavailable' });
});

test.each([
  [
    'a field that there is not',
    { hue: 1, colour: 'red' },
    'clock',
    '/scenes/0/source/input',
    /additional properties: "colour"/,
  ],
  ['a value out of bounds', { hue: 360 }, 'clock', '/scenes/0/source/input/hue', /must be <= 359/],
  [
    'nothing where something is needed',
    undefined,
    'clock',
    '/scenes/0/source/input',
    /required property 'hue'/,
  ],
  ['another program', { hue: 1 }, 'calendar', '/scenes/0/source/name', /must be "clock"/],
])('%s is refused, and what would be right', async (_, input, name, path, message) => {
  const { post } = await startWith(programFile, worker('a', 'clock', 1));
  const answer = await post('/v1/videos', described(input, name));
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({
    code: 'invalid_description',
    errors: [{ path, message: expect.stringMatching(message) }],
  });
  expect((await post('/v1/videos', described({ hue: 1 }))).statusCode).toBe(201);
});

test.each([
  ['no JSON Schema', { ...programFile, input: { type: 'nothing' } }, /its input is no JSON Schema/],
  ['no command', { ...programFile, command: [] }, /\/command must have 1 to 100 items, has 0/],
  [
    'another word for how it is resumed',
    { ...programFile, resumable: 'frame' },
    /\/resumable must be one of "byte", "segment", "none"/,
  ],
  ['a field that there is not', { ...programFile, shell: true }, /\/shell is not a known field/],
])("an operator's file with %s is refused at the start", async (_, file, message) => {
  await expect(openProgramInputs(await written(file))).rejects.toThrow(message);
});
