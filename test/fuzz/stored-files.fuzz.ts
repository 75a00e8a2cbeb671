import { createCipheriv, createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDescription, parseDescription } from '@understudy/description';
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { encodeManifest, parseManifest } from '../../packages/archive/src/archive-manifest.js';
import { readUploadState } from '../../packages/archive/src/upload/upload-state.js';
import { openClusterKeys } from '../../packages/cli/src/data-dir/cluster-keys.js';
import { readProgramFile } from '../../packages/generator/src/program/program-file.js';
import { ArchivedDescriptions } from '../../services/worker/src/archive/archived-descriptions.js';
import { DeletionCursor } from '../../services/worker/src/deletions/deletion-cursor.js';
import { openIdentity } from '../../services/worker/src/identity.js';
import { readScrubRecord } from '../../services/worker/src/scrub/scrub-record.js';
import { ArtifactStore } from '../../services/worker/src/store/artifact-store.js';
import { pieceSource, readByteRange } from '../../services/worker/src/store/read-bytes.js';
import { verifyPiece } from '../../services/worker/src/store/verify-piece.js';
import { mutatedBytes } from './arbitraries/bytes.js';
import { damageFile, fileDamage } from './arbitraries/file-damage.js';
import { mutatedJson } from './arbitraries/json.js';
import { texts } from './arbitraries/texts.js';
import { fuzz, unlessRefused, unlessRejected } from './fuzz.js';
import { withTemporaryFolder } from './temporary-folder.js';

const fingerprint = 'f'.repeat(64);
const canonical = canonicalDescription(
  parseDescription({
    title: 'Stored',
    width: 64,
    height: 64,
    fps: 30,
    scenes: [{ duration: 6, source: { type: 'still', color: '#204060' } }],
  }),
);

const whole = await mkdtemp(join(tmpdir(), 'understudy-fuzz-whole-'));
afterAll(() => rm(whole, { recursive: true }));

/** What each piece is; the last is longer than a block of which there is a check. */
const pieces = new Map<'init' | 'poster' | 'storyboard-0' | 0 | 1, Buffer>([
  ['init', noise(1, 700)],
  ['poster', noise(2, 900)],
  ['storyboard-0', noise(3, 800)],
  [0, noise(4, 3_000)],
  [1, noise(5, 300_000)],
]);

function noise(seed: number, length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
}

const made = (await ArtifactStore.open(whole, fingerprint)).getOrCreate(1n, canonical);
for (const [piece, bytes] of pieces) {
  const writer = await made.openWriter(piece);
  await writer.append(0, bytes);
  await writer.seal(bytes.length);
}
await made.close();

/** All of a piece that a store gives; undefined where it gives none, or stops before its end. */
async function readPiece(store: ArtifactStore, piece: 'init' | 'poster' | 'storyboard-0' | 0 | 1) {
  const artifact = store.get(1n);
  const state = artifact?.state(piece);
  if (artifact === undefined || state?.sha256 === undefined || !(await verifyPiece(artifact, state)))
    return undefined;
  const dropped = new AbortController();
  artifact.onDropped = () => dropped.abort();
  const parts: Buffer[] = [];
  try {
    for await (const bytes of readByteRange(pieceSource(artifact, piece), 0, state.length, dropped.signal))
      parts.push(Buffer.from(bytes));
  } catch (error) {
    if (dropped.signal.aborted || (error as { code?: string }).code === 'splice_mismatch') return undefined;
    throw error;
  }
  return Buffer.concat(parts);
}

// Whatever became of its files, a worker starts, and no byte of them is given out that was not stored.
fuzz(
  'artifacts',
  fc.record({
    before: fc.array(fileDamage, { maxLength: 4 }),
    opened: fc.array(fileDamage, { maxLength: 2 }),
    read: fc.array(fileDamage, { maxLength: 2 }),
  }),
  ({ before, opened, read }) =>
    withTemporaryFolder(async (folder) => {
      await cp(whole, folder, { recursive: true });
      for (const damage of before) await damageFile(folder, damage);
      const store = await ArtifactStore.open(folder, fingerprint);
      if (before.length === 0) expect(store.strangers).toEqual([]);
      for (const damages of [opened, read]) {
        for (const damage of damages) await damageFile(folder, damage);
        for (const [piece, bytes] of pieces) {
          const given = await readPiece(store, piece);
          if (given !== undefined) expect(sha256(given), `piece ${piece}`).toBe(sha256(bytes));
          else
            expect(before.length + opened.length + read.length, `piece ${piece} is gone`).toBeGreaterThan(0);
        }
      }
      await store.close();
    }),
  { shortInputs: 30 },
);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const line = (piece: string, bytes: Buffer) => ({ piece, length: bytes.length, sha256: sha256(bytes) });
const manifest = encodeManifest({
  artifactId: 'a'.repeat(32),
  fingerprint,
  description: {},
  pieces: [
    { piece: 'init', length: 700, sha256: 'b'.repeat(64) },
    { piece: 0, length: 3_000, sha256: 'c'.repeat(64) },
  ],
  poster: undefined,
});

fuzz(
  'archive-manifests',
  fc.oneof(
    mutatedBytes(fc.constant(manifest)),
    mutatedJson(
      fc.constant({
        format: 1,
        artifactId: 'a'.repeat(32),
        fingerprint,
        length: 1_000,
        pieces: [line('init', noise(1, 700)), line('0', noise(2, 300))],
        poster: line('poster', noise(3, 9)),
        description: {},
      }),
    ).map((text) => Buffer.from(text)),
  ),
  (bytes) => {
    const read = unlessRefused(() => parseManifest(bytes, 'a'.repeat(32)), 'digest_mismatch');
    if (read === undefined) return;
    expect(read.pieces.map(({ piece }) => piece)).toEqual(['init', ...read.pieces.slice(1).keys()]);
    for (const { length, sha256: digest } of read.pieces) {
      expect(Number.isSafeInteger(length)).toBe(true);
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
    }
  },
);

const { signal } = new AbortController();

/** What is read back where the archive has these bytes; what is put there is told. */
function descriptionsOver(bytes: Buffer, tell: (text: string) => void = () => undefined) {
  const objects = {
    putById: async (_name: string, text: string) => tell(text),
    readById: async () => bytes.toString(),
    hasById: async () => true,
    removeById: async () => undefined,
  };
  return new ArchivedDescriptions(objects, Buffer.alloc(32, 7));
}

let keptDescription = '';
await descriptionsOver(Buffer.alloc(0), (text) => {
  keptDescription = text;
}).keep(5n, canonical, signal);

fuzz('archived-descriptions', mutatedBytes(fc.constant(Buffer.from(keptDescription))), async (bytes) => {
  const read = await unlessRejected(() => descriptionsOver(bytes).read(5n, signal), 'digest_mismatch');
  if (read !== undefined) expect(read).toBe(canonical);
});

const records = fc.constantFrom(
  { beganAtMs: 1, pieces: 2, bytes: 3, findings: 0, failed: 0, behind: '7', endedAtMs: 5 },
  { uploadId: 'u', partBytes: 5, parts: [{ number: 1, etag: 'e', sha256: 'a' }] },
  {
    idKeys: `1:${Buffer.alloc(32).toString('base64')}`,
    placementKey: 'a',
    peerSecret: 'b',
    apiKey: 'c',
    adminKey: 'd',
  },
  {
    name: 'x',
    version: '1',
    resumable: 'none',
    command: ['a'],
    files: ['a'],
    codecs: 'avc1',
    peakKbitPerS: 1,
  },
);

// Of the small files that are kept none keeps a process from starting without saying what to do.
fuzz(
  'kept-files',
  fc.record({
    text: fc.oneof(mutatedJson(records), texts, fc.constantFrom('12 0123456789abcdef 7', 'w1', '1e9')),
  }),
  ({ text }) =>
    withTemporaryFolder(async (folder) => {
      for (const name of ['record', 'deletions', 'worker-id', 'zone', 'keys.json'])
        await writeFile(join(folder, name), text);
      await readScrubRecord(join(folder, 'record'));
      await readUploadState(join(folder, 'record'));
      const place = await new DeletionCursor(folder).read();
      expect(Number.isSafeInteger(place?.sequence)).toBe(true);
      const refused = 'invalid_configuration';
      const identity = await unlessRejected(
        () => openIdentity(folder, { id: undefined, zone: undefined }),
        refused,
      );
      if (identity !== undefined) expect(identity.id).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/);
      identity?.unlock();
      await unlessRejected(() => openClusterKeys(folder), refused);
      await unlessRejected(() => readProgramFile(join(folder, 'record')), refused);
    }),
  { shortInputs: 40 },
);
