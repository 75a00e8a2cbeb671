/** One stored part of an artifact: the initialization segment, media segment 0…n-1, or the poster. */
export type Piece = 'init' | 'poster' | number;

const segmentPattern = /^(0|[1-9]\d{0,5})$/;

/** The piece that `text` names (`init`, `poster`, `0`, `1`, …), or undefined. One text per piece: `01` is none. */
export function parsePiece(text: string): Piece | undefined {
  if (text === 'init' || text === 'poster') return text;
  return segmentPattern.test(text) ? Number(text) : undefined;
}

/** The text that `parsePiece` reads. */
export function pieceText(piece: Piece): string {
  return String(piece);
}

/** The pieces whose concatenation is the progressive MP4, in order. */
export function progressivePieces(segmentCount: number): Piece[] {
  return ['init', ...Array.from({ length: segmentCount }, (_, index) => index)];
}
