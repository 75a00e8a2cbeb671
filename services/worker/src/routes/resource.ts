import { etagOf, type Piece, parsePiece, pieceEtagOf } from '@understudy/artifact';
import type { Want } from '@understudy/peer-protocol';
import { type ByteSource, isFinal, pieceSource, progressiveSource } from '../store/read-bytes.js';
import type { StoredArtifact } from '../store/stored-artifact.js';

/** Something of an artifact that has a URL and bytes. */
export interface Resource {
  readonly etag: string;
  readonly contentType: string;
  readonly want: Want;
  readonly source: ByteSource;
}

/** The resource of a public part's name; undefined where the artifact has no such part. */
export function resourceOf(artifact: StoredArtifact, part: string): Resource | undefined {
  // RFC 9110 section 8.8.1: strong is only what changes with every change of the bytes.
  const weak = isFinal(artifact) ? '' : 'W/';
  if (part === 'video.mp4') {
    return {
      etag: `${weak}${etagOf(artifact.artifactId)}`,
      contentType: 'video/mp4',
      want: { from: 0 },
      source: progressiveSource(artifact),
    };
  }
  const piece = pieceOfPart(part, artifact.plan.segmentCount);
  if (piece === undefined) return undefined;
  return {
    etag: `${weak}${pieceEtagOf(artifact.artifactId, piece)}`,
    contentType: piece === 'poster' ? 'image/jpeg' : piece === 'init' ? 'video/mp4' : 'video/iso.segment',
    want: { piece },
    source: pieceSource(artifact, piece),
  };
}

function pieceOfPart(part: string, segmentCount: number): Piece | undefined {
  if (part === 'init.mp4') return 'init';
  if (part === 'poster.jpg') return 'poster';
  const index = part.endsWith('.m4s') ? parsePiece(part.slice(0, -'.m4s'.length)) : undefined;
  return typeof index === 'number' && index < segmentCount ? index : undefined;
}
