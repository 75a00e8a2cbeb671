import {
  etagOf,
  isPlayed,
  type Piece,
  parsePiece,
  pieceEtagOf,
  pieceText,
  sheetOf,
} from '@understudy/artifact';
import type { Generator } from '@understudy/generator';
import { videoIdOf } from '@understudy/metadata-store';
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

/** Which pictures there are of a video is its generator's to say. */
type Pictures = Pick<Generator, 'poster' | 'storyboardSheet'>;

/** The resource of a public part's name; undefined where the artifact has no such part. */
export function resourceOf(artifact: StoredArtifact, part: string, pictures: Pictures): Resource | undefined {
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
  const piece = pieceOfPart(part, artifact, pictures);
  if (piece === undefined) return undefined;
  return {
    etag: `${weak}${pieceEtagOf(artifact.artifactId, piece)}`,
    contentType: contentTypeOf(piece),
    want: { piece },
    source: pieceSource(artifact, piece),
  };
}

function pieceOfPart(
  part: string,
  artifact: StoredArtifact,
  { poster, storyboardSheet }: Pictures,
): Piece | undefined {
  if (part === 'init.mp4') return 'init';
  if (part === 'poster.jpg') return poster && 'poster';
  if (part.endsWith('.jpg')) return storyboardSheet && sheetOfPart(part.slice(0, -'.jpg'.length), artifact);
  const index = part.endsWith('.m4s') ? parsePiece(part.slice(0, -'.m4s'.length)) : undefined;
  return typeof index === 'number' && index < artifact.plan.segmentCount ? index : undefined;
}

/** The storyboard is the video's: its pictures are smaller than those of any rendition. */
function sheetOfPart(name: string, { contentId, extras }: StoredArtifact): Piece | undefined {
  const piece = parsePiece(name);
  if (piece === undefined || sheetOf(piece) === undefined || videoIdOf(contentId) !== contentId)
    return undefined;
  return extras.includes(piece) ? piece : undefined;
}

function contentTypeOf(piece: Piece): string {
  if (piece === 'init') return 'video/mp4';
  return isPlayed(pieceText(piece)) ? 'video/iso.segment' : 'image/jpeg';
}
