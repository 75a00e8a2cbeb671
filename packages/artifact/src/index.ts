export { type ByteMap, createByteMap, type Place } from './byte-map.js';
export { artifactIdOf, etagOf, pieceEtagOf } from './identity.js';
export { type Piece, parsePiece, pieceText, progressivePieces } from './piece.js';
export type { SealedPiece } from './sealed-piece.js';
