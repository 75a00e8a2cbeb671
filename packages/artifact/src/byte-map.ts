import { type Piece, progressivePieces } from './piece.js';

/** A byte of the progressive MP4: byte `offset` of `piece`. */
export interface Place {
  readonly piece: Piece;
  readonly offset: number;
}

/** Where the bytes of the progressive MP4 are, as far as the lengths of its pieces are known. */
export interface ByteMap {
  /**
   * The place of byte `position`; undefined past the end. While not all is sealed, a position past the sealed prefix is a
   * place in the first piece that is not sealed, which may turn out to be shorter: look again when it is sealed.
   */
  locate(position: number): Place | undefined;
  /** How many bytes the sealed pieces from the start make without a gap. */
  sealedPrefixLength(): number;
  /** All bytes; undefined until every piece is sealed. */
  totalLength(): number | undefined;
}

/** `lengthOf` tells a sealed piece's length in bytes, undefined for one that is not sealed (yet). */
export function createByteMap(segmentCount: number, lengthOf: (piece: Piece) => number | undefined): ByteMap {
  const pieces = progressivePieces(segmentCount);
  // starts[i] is the position at which pieces[i] begins. It grows as pieces are sealed and never changes: sealed is sealed.
  const starts = [0];

  /** Follows the seals that came since the last call; returns how many pieces from the start are sealed. */
  function advance(): number {
    for (;;) {
      const sealed = starts.length - 1;
      const piece = pieces[sealed];
      const length = piece === undefined ? undefined : lengthOf(piece);
      if (length === undefined) return sealed;
      starts.push((starts[sealed] as number) + length);
    }
  }

  return {
    locate(position) {
      const sealed = advance();
      let low = 0;
      let high = Math.min(sealed, pieces.length - 1);
      if (sealed === pieces.length && position >= (starts[sealed] as number)) return undefined;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= position) low = middle;
        else high = middle - 1;
      }
      return { piece: pieces[low] as Piece, offset: position - (starts[low] as number) };
    },
    sealedPrefixLength: () => starts[advance()] as number,
    totalLength: () => (advance() === pieces.length ? starts[pieces.length] : undefined),
  };
}
