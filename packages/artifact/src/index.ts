export { type ByteMap, createByteMap, type Place } from './byte-map.js';
export { applyDelta, type Expected } from './delta/apply-delta.js';
export type { Strength } from './delta/block-layout.js';
export { type ByteReader, type ByteWriter, fileReader } from './delta/byte-reader.js';
export { createDelta } from './delta/create-delta.js';
export { isIntact, type Repair, type Repaired, repairFile } from './delta/repair-file.js';
export { createSignature, maxSignatureBytes } from './delta/signature.js';
export { artifactIdOf, artifactIdsOf, etagOf, pieceEtagOf } from './identity.js';
export {
  isPlayed,
  type Piece,
  parsePiece,
  picturePieces,
  pieceText,
  progressivePieces,
  type StoryboardPiece,
  sheetOf,
  storyboardPiece,
} from './piece.js';
export { type Rendition, renditions } from './rendition.js';
export type { SealedPiece } from './sealed-piece.js';
