import {
  type Piece,
  parsePiece,
  pieceText,
  type SealedPiece,
  sheetOf,
  storyboardPiece,
} from '@understudy/artifact';
import { UnderstudyError } from '@understudy/errors';

/**
 * The feed of an artifact: what a follower reads from a worker that has or makes it, as the answer to
 * `POST /artifacts/{contentId}/feed`. Rules:
 *
 * 1. The follower says what it has (`FeedRequest`); the feed brings everything else, in the order in which it can be read.
 * 2. The first frame is `meta`. `data` carries bytes of a piece at an offset that follows the previous ones of that piece
 *    without a gap. `seal` ends a piece with its length and digest: only then its bytes count.
 * 3. `beat` comes every `beatIntervalMs` of the meta frame and tells how many players read at the sender. A feed silent for
 *    much longer is one of a dead or stopped worker.
 * 4. `end` is the last frame. With `complete` all pieces are sealed and were sent; without, the sender has given all it has
 *    and nobody there makes more of it now. A feed that ends without an `end` was cut.
 *
 * On the wire a frame is: payload length (32 bits, big endian), type (8 bits), payload.
 */
export type FeedFrame =
  | { readonly type: 'meta'; readonly meta: FeedMeta }
  | { readonly type: 'data'; readonly piece: Piece; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly type: 'seal'; readonly sealed: SealedPiece }
  | { readonly type: 'beat'; readonly readers: number }
  | { readonly type: 'end'; readonly complete: boolean };

export interface FeedMeta {
  readonly artifactId: string;
  /** The canonical description: the follower must be able to generate from it with the metadata store gone. */
  readonly description: string;
  readonly beatIntervalMs: number;
  /** How many players read it at the sender: whether anybody needs the follower to step in. */
  readonly readers: number;
  /** Rises when pieces turn out to be others than they were: what is said of stored bytes is said of one edition. */
  readonly edition: number;
  /** The pieces sealed when the feed began: what they are is known before their bytes come. */
  readonly manifest: readonly SealedPiece[];
}

const headerBytes = 5;
/** Above any frame that is sent: data comes in reads of at most 1 MiB, a description in far less. */
const maxPayloadBytes = 4 * 1024 * 1024;
const types = ['meta', 'data', 'seal', 'beat', 'end'] as const;
/** In front of the bytes of a data frame: the piece's number (32 bits) and the offset (48 bits). */
const dataHeaderBytes = 10;
const initNumber = 0xffff_ffff;
const posterNumber = 0xffff_fffe;
/** Of the storyboard's first sheet; above any segment's, and a sheet's has three digits at most. */
const firstSheetNumber = 0xff00_0000;
const lastSheetNumber = firstSheetNumber + 999;

/** A frame in its wire form, as the buffers to write one after the other (the bytes of `data` are not copied). */
export function encodeFrame(frame: FeedFrame): Uint8Array[] {
  const payload = encodePayload(frame);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(
    payload.reduce((sum, part) => sum + part.length, 0),
    0,
  );
  header.writeUInt8(types.indexOf(frame.type), 4);
  return [header, ...payload];
}

function encodePayload(frame: FeedFrame): Uint8Array[] {
  switch (frame.type) {
    case 'meta':
      return [jsonBytes(frame.meta)];
    case 'data': {
      const header = Buffer.alloc(dataHeaderBytes);
      header.writeUInt32BE(pieceNumber(frame.piece), 0);
      header.writeUIntBE(frame.offset, 4, 6);
      return [header, frame.bytes];
    }
    case 'seal':
      return [jsonBytes({ ...frame.sealed, piece: pieceText(frame.sealed.piece) })];
    case 'beat':
      return [jsonBytes({ readers: frame.readers })];
    case 'end':
      return [jsonBytes({ complete: frame.complete })];
  }
}

/**
 * Reads frames from a byte stream until it ends.
 * @throws UnderstudyError `peer_protocol` for what is no frame, or an end within one.
 */
export async function* readFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<FeedFrame> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    held =
      held.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([held, chunk]);
    while (held.length >= headerBytes) {
      const length = held.readUInt32BE(0);
      if (length > maxPayloadBytes)
        throw broken(`a frame of ${length} bytes; the limit is ${maxPayloadBytes}`);
      if (held.length < headerBytes + length) break;
      const type = types[held.readUInt8(4)];
      if (type === undefined) throw broken(`unknown frame type ${held.readUInt8(4)}`);
      yield decodePayload(type, held.subarray(headerBytes, headerBytes + length));
      held = held.subarray(headerBytes + length);
    }
  }
  if (held.length > 0) throw broken('the feed ended within a frame');
}

function decodePayload(type: FeedFrame['type'], payload: Buffer): FeedFrame {
  switch (type) {
    case 'meta':
      return { type, meta: decodeMeta(parseJson(payload)) };
    case 'data':
      if (payload.length < dataHeaderBytes) throw broken('a data frame without its header');
      return {
        type,
        piece: pieceOfNumber(payload.readUInt32BE(0)),
        offset: payload.readUIntBE(4, 6),
        bytes: payload.subarray(dataHeaderBytes),
      };
    case 'seal':
      return { type, sealed: decodeSealed(parseJson(payload)) };
    case 'beat':
      return { type, readers: numberField(parseJson(payload), 'readers') };
    case 'end':
      return { type, complete: parseJson(payload)['complete'] === true };
  }
}

function decodeMeta(value: Record<string, unknown>): FeedMeta {
  const { artifactId, description, manifest } = value;
  if (typeof artifactId !== 'string' || typeof description !== 'string' || !Array.isArray(manifest)) {
    throw broken('a malformed meta frame');
  }
  return {
    artifactId,
    description,
    beatIntervalMs: numberField(value, 'beatIntervalMs'),
    readers: numberField(value, 'readers'),
    // A worker of an earlier version says nothing of it.
    edition: value['edition'] === undefined ? 0 : numberField(value, 'edition'),
    manifest: manifest.map(decodeSealed),
  };
}

function decodeSealed(value: Record<string, unknown>): SealedPiece {
  const piece =
    typeof value['piece'] === 'string' || typeof value['piece'] === 'number'
      ? parsePiece(String(value['piece']))
      : undefined;
  const sha256 = value['sha256'];
  if (piece === undefined || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw broken('a malformed seal');
  }
  return { piece, length: numberField(value, 'length'), sha256 };
}

function numberField(value: Record<string, unknown>, name: string): number {
  const number = value[name];
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0)
    throw broken(`no valid ${name}`);
  return number;
}

function parseJson(payload: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload.toString());
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw broken('a frame that is not JSON', error);
  }
  throw broken('a frame that is no JSON object');
}

function pieceNumber(piece: Piece): number {
  if (piece === 'init') return initNumber;
  if (piece === 'poster') return posterNumber;
  return typeof piece === 'number' ? piece : firstSheetNumber + (sheetOf(piece) ?? 0);
}

function pieceOfNumber(number: number): Piece {
  if (number === initNumber) return 'init';
  if (number === posterNumber) return 'poster';
  const isSheet = number >= firstSheetNumber && number <= lastSheetNumber;
  return isSheet ? storyboardPiece(number - firstSheetNumber) : number;
}

const jsonBytes = (value: unknown) => Buffer.from(JSON.stringify(value));

const broken = (what: string, cause?: unknown) =>
  new UnderstudyError('peer_protocol', `feed: ${what}`, { cause });
