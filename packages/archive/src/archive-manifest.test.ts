import { expect, test } from 'vitest';
import { encodeManifest, parseManifest } from './archive-manifest.js';
import { randomArtifact } from './testing/random-artifact.js';

const artifact = randomArtifact('manifest');
const manifest = {
  artifactId: artifact.artifactId,
  fingerprint: artifact.fingerprint,
  description: artifact.description,
  pieces: artifact.pieces,
  poster: { piece: 'poster' as const, length: 900, sha256: '0'.repeat(64) },
};
const written = JSON.parse(encodeManifest(manifest).toString()) as Record<string, unknown>;
const read = (changes: Record<string, unknown>) =>
  parseManifest(Buffer.from(JSON.stringify({ ...written, ...changes })), artifact.artifactId);

test('what is read is what was written', () => {
  expect(parseManifest(encodeManifest(manifest), artifact.artifactId)).toEqual(manifest);
});

const pieces = written['pieces'] as Record<string, unknown>[];
test.each([
  ['of another artifact', { artifactId: 'b'.repeat(32) }],
  ['of another format', { format: 2 }],
  ['without pieces', { pieces: undefined }],
  ['with a piece missing', { pieces: pieces.filter((_, index) => index !== 2) }],
  ['with pieces out of order', { pieces: [pieces[0], pieces[2], pieces[1], ...pieces.slice(3)] }],
  ['with a length that the pieces do not have', { length: 5 }],
  ['with a digest that is none', { pieces: [{ ...pieces[0], sha256: 'x' }, ...pieces.slice(1)] }],
  ['with an endless piece', { pieces: [{ ...pieces[0], length: 1e12 }, ...pieces.slice(1)] }],
  ['with a fingerprint that is no text', { fingerprint: { toString: null } }],
  ['with another poster', { poster: pieces[0] }],
])('a manifest %s is refused', (_, changes) => {
  expect(() => read(changes)).toThrow(expect.objectContaining({ code: 'digest_mismatch' }));
});

test('what is no JSON is refused', () => {
  expect(() => parseManifest(Buffer.from('{"format"'), artifact.artifactId)).toThrow(
    expect.objectContaining({ code: 'digest_mismatch' }),
  );
});
