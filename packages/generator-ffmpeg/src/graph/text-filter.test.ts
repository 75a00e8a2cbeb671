import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool } from '../testing/run-tool.js';
import { filterValue } from './filter-value.js';
import { textFilter } from './text-filter.js';

const fontPath = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
const frame = { width: 640, height: 360, fps: 25 } as const;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'understudy-texts-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Two pictures over black, a second apart. */
async function draw(filter: string) {
  const black = `color=black:s=${frame.width}x${frame.height}:r=1:d=2`;
  const output = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
  const drawn = await runTool('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    `${black},${filter}`,
    ...output,
  ]);
  expect(drawn).toMatchObject({ code: 0, stderr: '' });
  const size = frame.width * frame.height;
  expect(drawn.stdout.length).toBe(size * 2);
  return [drawn.stdout.subarray(0, size), drawn.stdout.subarray(size)] as const;
}

/** The same options, the text read from a file: no parser of filters ever sees it. */
async function drawnFromFile(value: string) {
  const file = join(directory, 'text');
  await writeFile(file, value);
  const inline = textFilter({ value: 'x' }, frame, fontPath);
  const [before, after] = inline.split(':text=x:') as [string, string];
  return draw(`${before}:textfile=${filterValue(file)}:${after}`);
}

test.each([
  'plain',
  'colon: and, comma; semicolon',
  "it's 'quoted' \"twice\"",
  'back\\slash \\\\ \\: \\n',
  '[in] [out]null[v]',
  '%{pts} %{n} %{localtime} %% %{eif:1:d}',
  'two\nlines and\n\na gap',
  '$(touch x) `id` $HOME | & > <',
  "text=x:textfile=/etc/passwd:fontfile='/etc/passwd'",
  'é ü ß Ж λ → … 😀',
  '=',
  ' leading and trailing ',
  '#@!?*~^(){}',
])('%j is drawn as it is', async (value) => {
  const [first, second] = await draw(textFilter({ value }, frame, fontPath));
  const [expected] = await drawnFromFile(value);
  expect(first.equals(expected)).toBe(true);
  // Nothing in it is a clock.
  expect(second.equals(first)).toBe(true);
  expect(first.some((pixel) => pixel > 128)).toBe(true);
});

test('a text of every printable ASCII character and one of the greatest length', async () => {
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  for (const value of [printable, printable.repeat(6).slice(0, 500)]) {
    const [drawn] = await draw(textFilter({ value, sizePx: 12 }, frame, fontPath));
    const [plain] = await draw(textFilter({ value: 'x', sizePx: 12 }, frame, fontPath));
    expect(drawn.equals(plain)).toBe(false);
  }
});

test('different texts give different pictures', async () => {
  const [percent] = await draw(textFilter({ value: '%{n}' }, frame, fontPath));
  const [number] = await draw(textFilter({ value: '0' }, frame, fontPath));
  expect(percent.equals(number)).toBe(false);
});
