import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armFaults } from '@understudy/fault-points';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDelta } from './create-delta.js';
import { isIntact, repairFile } from './repair-file.js';
import { memoryReader, noise } from './testing.js';

const source = noise(1, 2_500_000);
const expected = { length: source.length, sha256: createHash('sha256').update(source).digest('hex') };
let directory: string;
const at = (name: string) => join(directory, name);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'repair-file-'));
});
afterEach(async () => {
  armFaults('');
  await rm(directory, { recursive: true });
});

/** Repairs `have` to `sealed`, from one who has `theirs`. */
function repair({ theirs = source, have = 'have', want = expected }) {
  return repairFile({
    basePath: at(have),
    temporaryPath: at('sealed.repair'),
    targetPath: at('sealed'),
    expected: want,
    requestDelta: (signature) => createDelta(signature, memoryReader(theirs)),
  });
}

/** Not by `toEqual`, which takes seconds for a megabyte. */
async function holds(name: string, bytes: Buffer): Promise<boolean> {
  return bytes.equals(await readFile(at(name)));
}

function flipped(bytes: Buffer, position: number): Buffer {
  const result = Buffer.from(bytes);
  result[position] = (result[position] as number) ^ 0x10;
  return result;
}

test('a damaged file is replaced by a good one', async () => {
  await writeFile(at('sealed'), flipped(source, 1_234_567));
  expect(await isIntact(at('sealed'), expected)).toBe(false);
  const { strength, wireBytes } = await repair({ have: 'sealed' });
  expect(strength).toBe('quick');
  expect(wireBytes).toBeLessThan(15_000);
  expect(await isIntact(at('sealed'), expected)).toBe(true);
  expect(await holds('sealed', source)).toBe(true);
  expect(await readdir(directory)).toEqual(['sealed']);
});

test('what there was of another file stays as it was; nothing will do as well', async () => {
  await writeFile(at('have'), source.subarray(0, 2_000_000));
  expect((await repair({})).wireBytes).toBeLessThan(512_000);
  expect(await holds('sealed', source)).toBe(true);
  expect(await holds('have', source.subarray(0, 2_000_000))).toBe(true);
  expect(await isIntact(at('nothing'), expected)).toBe(false);
  expect((await repair({ have: 'nothing' })).wireBytes).toBeLessThan(source.length + 100);
  expect(await holds('sealed', source)).toBe(true);
});

test('an empty file is repaired too', async () => {
  await writeFile(at('have'), 'something');
  const sha256 = createHash('sha256').digest('hex');
  await repair({ theirs: Buffer.alloc(0), want: { length: 0, sha256 } });
  expect(await readFile(at('sealed'), 'utf8')).toBe('');
});

test('a block that quick digests take for another one is found out, and thorough ones are sent', async () => {
  // The generator of CRC-32 itself (1 and 0x04c11db7, lowest bit first): adding it changes no CRC-32.
  const generator = [0x41, 0x06, 0x71, 0xdb, 0x01];
  const have = Buffer.from(source);
  for (const [index, byte] of generator.entries())
    have[9_000 + index] = (have[9_000 + index] as number) ^ byte;
  await writeFile(at('have'), have);
  const { strength, wireBytes } = await repair({});
  expect(strength).toBe('thorough');
  // Signature and delta of both times.
  expect(wireBytes).toBeLessThan(50_000);
  expect(await holds('sealed', source)).toBe(true);
});

test('when the other copy is damaged too, what was there stays', async () => {
  const damaged = flipped(source, 100);
  await writeFile(at('sealed'), damaged);
  await expect(repair({ have: 'sealed', theirs: flipped(source, 2_000_000) })).rejects.toMatchObject({
    code: 'digest_mismatch',
  });
  await expect(repair({ have: 'sealed', theirs: source.subarray(1) })).rejects.toMatchObject({
    code: 'peer_protocol',
  });
  expect(await readdir(directory)).toEqual(['sealed']);
  expect(await holds('sealed', damaged)).toBe(true);
});

test.each(['repair.write:2=ENOSPC', 'repair.synced:1=EIO'])('after %s nothing has changed', async (fault) => {
  await writeFile(at('have'), source.subarray(1_000));
  armFaults(fault);
  await expect(repair({})).rejects.toMatchObject({ code: fault.split('=')[1] });
  expect(await readdir(directory)).toEqual(['have']);
});
