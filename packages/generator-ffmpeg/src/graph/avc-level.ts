/** ITU-T H.264 table A-1: `level_idc`, macroblocks per second, macroblocks per frame, kbit/s of the Main profile. */
const levels: readonly (readonly [idc: number, perSecond: number, perFrame: number, kbitPerS: number])[] = [
  [10, 1_485, 99, 64],
  [11, 3_000, 396, 192],
  [12, 6_000, 396, 384],
  [13, 11_880, 396, 768],
  [20, 11_880, 396, 2_000],
  [21, 19_800, 792, 4_000],
  [22, 20_250, 1_620, 4_000],
  [30, 40_500, 1_620, 10_000],
  [31, 108_000, 3_600, 14_000],
  [32, 216_000, 5_120, 20_000],
  [40, 245_760, 8_192, 20_000],
  [41, 245_760, 8_192, 50_000],
  [42, 522_240, 8_704, 50_000],
  [50, 589_824, 22_080, 135_000],
];
/** Table A-2: the High profile may have this much more. */
const highProfileFactor = 1.25;

/**
 * The lowest level of the High profile that pictures of a size fit into, as x264 finds it; `bitsPerS` is 0 where no limit of the
 * bit rate is set.
 * @throws RangeError for more than level 5
 */
export function avcLevelIdc(width: number, height: number, fps: number, bitsPerS: number): number {
  const [across, down] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  const perFrame = across * down;
  const found = levels.find(
    ([, maxPerSecond, maxPerFrame, maxKbitPerS]) =>
      perFrame <= maxPerFrame &&
      // Section A.3.1: neither side may be longer than this.
      Math.max(across, down) ** 2 <= 8 * maxPerFrame &&
      perFrame * fps <= maxPerSecond &&
      bitsPerS <= maxKbitPerS * 1_000 * highProfileFactor,
  );
  if (found === undefined) throw new RangeError(`no level for ${width}×${height} at ${fps} fps`);
  return found[0];
}
