import { type FrameSize, shownSize } from './rendition.js';
import type { Description } from './schema.js';
import { sceneFrameCounts } from './segment-plan.js';

/** One picture of a storyboard: what the video shows from `startS` to `endS`. */
export interface Tile {
  /** Of the whole video, from 0: the one in the middle of the tile's time. */
  readonly frame: number;
  readonly startS: number;
  readonly endS: number;
  /** In the sheet, in pixels. */
  readonly x: number;
  readonly y: number;
}

/** Small pictures of a video at even distances, for whoever looks for a place in it, on sheets that are made one by one. */
export interface Storyboard {
  /** Of each tile. */
  readonly tile: FrameSize;
  readonly columns: number;
  /** The tiles of each sheet, row by row. */
  readonly sheets: readonly (readonly Tile[])[];
}

/** Into which a tile fits, in pixels: as large as it is worth above a seek bar. */
const longestSides: FrameSize = { width: 160, height: 120 };
const columns = 4;
/** A sheet is what one look at the seek bar costs: 16 frames drawn by one run of ffmpeg, about as much as a fifth of a segment. */
const tilesPerSheet = 16;
/** The first with which a video has no more tiles than `mostTiles`; the longest video has that many with the last. */
const intervalsS = [2, 5, 10] as const;
const mostTiles = 180;

/** Cuts a video into tiles, the last of which may stand for less time than the others. A function of the description alone. */
export function planStoryboard(description: Description): Storyboard {
  const { totalFrames, durationS, intervalS } = timing(description);
  const tile = tileSize(shownSize(description));
  const sheets: Tile[][] = [];
  for (let startS = 0, index = 0; startS < durationS; startS += intervalS, index += 1) {
    const place = index % tilesPerSheet;
    if (place === 0) sheets.push([]);
    const endS = Math.min(startS + intervalS, durationS);
    sheets.at(-1)?.push({
      frame: Math.min(totalFrames - 1, Math.floor(((startS + endS) / 2) * description.fps)),
      startS,
      endS,
      x: (place % columns) * tile.width,
      y: Math.floor(place / columns) * tile.height,
    });
  }
  return { tile, columns, sheets };
}

/** How many sheets `planStoryboard` has, without making the plan. */
export function countSheets(description: Description): number {
  const { durationS, intervalS } = timing(description);
  return Math.ceil(Math.ceil(durationS / intervalS) / tilesPerSheet);
}

function timing(description: Description) {
  const totalFrames = sceneFrameCounts(description).reduce((sum, count) => sum + count, 0);
  const durationS = totalFrames / description.fps;
  const intervalS = intervalsS.find((each) => durationS <= each * mostTiles) ?? intervalsS[2];
  return { totalFrames, durationS, intervalS };
}

function tileSize({ width, height }: FrameSize): FrameSize {
  const scale = Math.min(longestSides.width / width, longestSides.height / height, 1);
  const side = (pixels: number) => Math.max(2, Math.round((pixels * scale) / 2) * 2);
  return { width: side(width), height: side(height) };
}
