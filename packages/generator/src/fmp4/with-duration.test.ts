import { expect, test } from 'vitest';
import { type BoxContent, boxAt, childBoxes } from './boxes.js';
import { withDuration } from './with-duration.js';

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(8);
  const bytes = Buffer.concat(content);
  header.writeUInt32BE(8 + bytes.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, bytes]);
}

/** Version and flags, two times, timescale and a duration of 0; what follows is not looked at. */
function timed(type: string, version: 0 | 1, timescale: number): Buffer {
  const content = Buffer.alloc(version === 1 ? 36 : 24);
  content[0] = version;
  content.writeUInt32BE(timescale, version === 1 ? 20 : 12);
  return box(type, content);
}

const trak = (version: 0 | 1, timescale: number) =>
  box('trak', box('mdia', timed('mdhd', version, timescale)));
const trex = box('trex', Buffer.from('defaults of samples'));

/** What each box of a movie says, and where it ends. */
function durationsIn(init: Buffer) {
  const [moov] = childBoxes(init, 0, init.length, 'moov');
  if (moov === undefined) throw new Error('no moov');
  const mehd = boxAt(init, moov, 'mvex', 'mehd');
  const tracks = childBoxes(init, moov.start, moov.end, 'trak').map((each) =>
    boxAt(init, each, 'mdia', 'mdhd'),
  );
  return {
    whole: mehd && init.readUInt32BE(mehd.start + 4),
    tracks: tracks.map((mdhd) => {
      const start = mdhd?.start ?? 0;
      return init[start] === 1 ? Number(init.readBigUInt64BE(start + 24)) : init.readUInt32BE(start + 16);
    }),
    trex: trexOf(init, moov),
    end: moov.end,
  };
}

function trexOf(init: Buffer, moov: BoxContent): string | undefined {
  const found = boxAt(init, moov, 'mvex', 'trex');
  return found && init.toString('latin1', found.start, found.end);
}

test.each([
  ['before', (mvex: Buffer) => [trak(0, 15_360), trak(1, 48_000), mvex]],
  ['behind', (mvex: Buffer) => [mvex, trak(0, 15_360), trak(1, 48_000)]],
])('the whole and each track, in the time of each, with tracks that stand %s mvex', (_, order) => {
  const init = Buffer.concat([
    box('ftyp', Buffer.from('iso5')),
    box('moov', timed('mvhd', 0, 1_000), ...order(box('mvex', trex))),
    box('free'),
  ]);
  const told = withDuration(init, 60.5);
  expect(durationsIn(told)).toEqual({
    whole: 60_500,
    tracks: [60.5 * 15_360, 60.5 * 48_000],
    trex: 'defaults of samples',
    end: told.length - 8,
  });
  expect(told.length).toBe(init.length + 16);
});

test('what is no initialization segment of fragments, or a damaged one, is no output of a generator', () => {
  const mvex = box('mvex', trex);
  const header = timed('mvhd', 0, 1_000);
  const short = box('trak', box('mdia', box('mdhd', Buffer.alloc(12))));
  const wrong = [
    Buffer.alloc(0),
    box('moov', header),
    box('moov', mvex),
    box('moov', header, short, mvex),
    box('moov', timed('mvhd', 0, 0xffff_ffff), mvex),
  ];
  for (const init of wrong)
    expect(() => withDuration(init, 2)).toThrow(expect.objectContaining({ code: 'generator_failed' }));
});
