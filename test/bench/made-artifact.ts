import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactIdOf, pieceText, progressivePieces } from '@understudy/artifact';
import {
  canonicalDescription,
  descriptionDigest,
  parseDescription,
  planSegments,
} from '@understudy/description';
import { createFfmpegGenerator } from '@understudy/generator-ffmpeg';

/**
 * Puts a complete artifact into a worker's data directory as it lies on disk, for a worker that does not run: large ones without the time
 * of making them. What is in its pieces plays no part in reading them; all are of one size.
 */
export async function writeArtifact(
  dataDir: string,
  { contentId, document, bytes }: { contentId: string; document: unknown; bytes: Buffer },
): Promise<void> {
  const description = parseDescription(document);
  const { fingerprint } = await createFfmpegGenerator({ libraryDir: dataDir });
  const artifactId = artifactIdOf(descriptionDigest(description), fingerprint);
  const folder = join(dataDir, 'artifacts', `${contentId}-${artifactId}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'description.json'), canonicalDescription(description));
  const pieces = progressivePieces(planSegments(description).segmentCount);
  const pieceBytes = Math.ceil(bytes.length / pieces.length);
  for (const [index, piece] of pieces.entries()) {
    const part = bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes);
    const sha256 = createHash('sha256').update(part).digest('hex');
    await writeFile(join(folder, `${pieceText(piece)}.${part.length}.${sha256}`), part);
  }
}
