import { deflateSync } from 'node:zlib';

/** Containers of other boxes, on the way to what is changed here. */
const containers = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'dinf'];

/** Where a box of this type is, and the boxes that it is in. Offsets are those of the boxes' beginnings. */
function findBox(movie: Buffer, type: string, start = 0, end = movie.length): number[] | undefined {
  for (let at = start; at + 8 <= end; at += movie.readUInt32BE(at)) {
    const name = movie.toString('latin1', at + 4, at + 8);
    if (name === type) return [at];
    const inside = containers.includes(name)
      ? findBox(movie, type, at + 8, at + movie.readUInt32BE(at))
      : undefined;
    if (inside) return [at, ...inside];
  }
  return undefined;
}

/** The movie with another body in its first box of that type. Right where its `moov` is behind its media, as ffmpeg writes it. */
export function withBox(movie: Buffer, type: string, body: Buffer): Buffer {
  const path = findBox(movie, type);
  if (!path) throw new TypeError(`there is no ${type}`);
  const at = path.at(-1) as number;
  const oldSize = movie.readUInt32BE(at);
  const changed = Buffer.concat([movie.subarray(0, at + 8), body, movie.subarray(at + oldSize)]);
  for (const box of path) changed.writeUInt32BE(movie.readUInt32BE(box) + body.length + 8 - oldSize, box);
  return changed;
}

/** A `dref` that says: the media are in that file, by the absolute path of a Macintosh alias record. */
export function dataReferenceTo(path: string): Buffer {
  const text = Buffer.from(path);
  const record = Buffer.alloc(150);
  // One level up and one down: how ffmpeg would also build a relative path.
  record.writeUInt16BE(1, 130);
  record.writeUInt16BE(1, 132);
  const tail = Buffer.alloc(4);
  tail.writeInt16BE(2);
  tail.writeUInt16BE(text.length, 2);
  const end = Buffer.from([0xff, 0xff, 0, 0]);
  const entry = Buffer.concat([Buffer.from('alis'), Buffer.alloc(4), record, tail, text, end]);
  const head = Buffer.alloc(12);
  head.writeUInt32BE(1, 4);
  head.writeUInt32BE(entry.length + 4, 8);
  return Buffer.concat([head, entry]);
}

/** A movie whose `moov` is compressed, and says that it is 2 GB when it is not. */
export function inflatingMovie(type: Buffer): Buffer {
  const box = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8);
    head.write(name, 4);
    return Buffer.concat([head, body]);
  };
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x7fffffff);
  const data = Buffer.concat([size, deflateSync(Buffer.alloc(100_000_000))]);
  const compressed = box('cmov', Buffer.concat([box('dcom', Buffer.from('zlib')), box('cmvd', data)]));
  return Buffer.concat([type, box('moov', compressed)]);
}

/** An `stsz` of so many samples of one byte each, in 12 bytes. */
export function samplesWithoutEnd(): Buffer {
  const body = Buffer.alloc(12);
  body.writeUInt32BE(1, 4);
  body.writeUInt32BE(0x7fffffff, 8);
  return body;
}
