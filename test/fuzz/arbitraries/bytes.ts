import fc from 'fast-check';

const change = fc.record({
  at: fc.nat(10_000),
  remove: fc.oneof(fc.nat(4), fc.nat(2_000)),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(
      Uint8Array.of(0),
      Uint8Array.of(0xff),
      Uint8Array.of(0x7f, 0xff, 0xff, 0xff),
      new Uint8Array(600),
    ),
  ),
  /** In place of so many bytes, not between them. */
  overwrite: fc.boolean(),
});

/** `good` bytes with up to `most` changes. */
export function mutatedBytes(good: fc.Arbitrary<Uint8Array>, most = 3): fc.Arbitrary<Buffer> {
  return fc.tuple(good, fc.array(change, { maxLength: most })).map(([bytes, changes]) =>
    changes.reduce<Buffer>((before, { at, remove, insert, overwrite }) => {
      const place = Math.floor((before.length * at) / 10_000);
      const gone = overwrite
        ? insert.length
        : Math.floor(remove > 4 ? (before.length * remove) / 10_000 : remove);
      return Buffer.concat([before.subarray(0, place), insert, before.subarray(place + gone)]);
    }, Buffer.from(bytes)),
  );
}

/** Where to cut bytes into the pieces in which they come. */
export const cuts = fc.oneof(fc.constant<readonly number[]>([]), fc.array(fc.nat(10_000), { maxLength: 12 }));

/** `bytes` in the pieces of `cuts`. */
export function cutBytes(bytes: Uint8Array, where: readonly number[]): Buffer[] {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const places = where.map((each) => Math.floor((bytes.length * each) / 10_000)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => whole.subarray(from, places[index] ?? bytes.length));
}
