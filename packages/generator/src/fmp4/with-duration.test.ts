import { expect, test } from 'vitest';
import { boxAt, childBoxes } from './boxes.js';
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

/** What each box says, and the types of all boxes of a movie. */
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
    trex: boxAt(init, moov, 'mvex', 'trex')?.end !== undefined,
    end: moov.end,
  };
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
    trex: true,
    end: told.length - 8,
  });
  expect(told.length).toBe(init.length + 16);
});

test('what is no initialization segment of fragments is no output of a generator', () => {
  for (const init of [Buffer.alloc(0), box('moov', timed('mvhd', 0, 1_000)), box('moov', box('mvex', trex))])
    expect(() => withDuration(init, 1)).toThrow(expect.objectContaining({ code: 'generator_failed' }));
});
