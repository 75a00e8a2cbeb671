/** One sheet of an artifact's storyboard. */
export type StoryboardPiece = `storyboard-${number}`;

/** One stored part of an artifact: the initialization segment, media segment 0…n-1, the poster, or a sheet of the storyboard. */
export type Piece = 'init' | 'poster' | StoryboardPiece | number;

const segmentPattern = /^(0|[1-9]\d{0,5})$/;
const sheetPattern = /^storyboard-(0|[1-9]\d{0,2})$/;

/** The piece that `text` names (`init`, `poster`, `storyboard-0`, `0`, `1`, …), or undefined. One text per piece: `01` is none. */
export function parsePiece(text: string): Piece | undefined {
  if (text === 'init' || text === 'poster' || isStoryboardText(text)) return text;
  return segmentPattern.test(text) ? Number(text) : undefined;
}

/** The text that `parsePiece` reads. */
export function pieceText(piece: Piece): string {
  return String(piece);
}

/** The piece of a sheet, counted from 0. */
export function storyboardPiece(sheet: number): StoryboardPiece {
  return `storyboard-${sheet}`;
}

const pictures: Piece[][] = [];

/** The poster and the sheets of a storyboard with so many. One list for all artifacts that have as many: there are many of those. */
export function picturePieces(sheetCount: number): readonly Piece[] {
  pictures[sheetCount] ??= [
    'poster',
    ...Array.from({ length: sheetCount }, (_, sheet) => storyboardPiece(sheet)),
  ];
  return pictures[sheetCount];
}

/** Which sheet of the storyboard a piece is; undefined for another piece. */
export function sheetOf(piece: Piece): number | undefined {
  const [, sheet] = typeof piece === 'string' ? (sheetPattern.exec(piece) ?? []) : [];
  return sheet === undefined ? undefined : Number(sheet);
}

/** Whether a piece, by its text, is part of the progressive MP4: its initialization or a media segment. */
export function isPlayed(text: string): boolean {
  return text === 'init' || segmentPattern.test(text);
}

function isStoryboardText(text: string): text is StoryboardPiece {
  return sheetPattern.test(text);
}

/** The pieces whose concatenation is the progressive MP4, in order. */
export function progressivePieces(segmentCount: number): Piece[] {
  return ['init', ...Array.from({ length: segmentCount }, (_, index) => index)];
}
