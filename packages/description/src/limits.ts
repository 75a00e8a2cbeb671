/** Every limit of a description. They bound what one video can cost; each is named in the error that it causes. */
export const limits = {
  titleCharacters: 200,
  /** Even, because 4:2:0 video halves both sides. */
  minSidePx: 64,
  maxWidthPx: 1920,
  maxHeightPx: 1080,
  scenes: 100,
  /** Room for six frames at the lowest rate. */
  minSceneS: 0.25,
  /** Sound is computed from its scene's beginning (0.5 ms of CPU per second of it), so a scene has an end. */
  maxSceneS: 120,
  maxTotalS: 1800,
  textCharacters: 500,
  textLines: 20,
  minTextPx: 8,
  maxTextPx: 400,
  /** Seeds are what ffmpeg's sources take: unsigned 32-bit. */
  maxSeed: 2 ** 32 - 1,
  maxClipStartS: 86_400,
  /** What a program of the operator's is told, as JSON. It is kept with the description for good. */
  programInputBytes: 16_384,
  /** How deep that JSON may be: it is read by recursion. */
  jsonDepth: 32,
  minSegmentS: 0.5,
  /** Field errors in one answer; more would only make it long. */
  fieldErrors: 20,
} as const;
