/** What has to be known of a clip to read it from the middle. */
export interface ClipFacts extends ProbedClip {
  /** Where a run finds it. */
  readonly path: string;
}

/** What the clip itself says. */
export interface ProbedClip {
  /** ffmpeg's demuxer for it: what it was when it was looked at, and no other. */
  readonly demuxer: string;
  /** Of its pictures; what lies past it repeats the last one. */
  readonly durationS: number;
  readonly hasVideo: boolean;
  /**
   * Read this much ahead of the first picture needed: it may have begun earlier, at low or varying rates, and where the
   * container has no index a seek lands between two key frames. Undefined: decoded from the beginning.
   */
  readonly pictureLeadInS: number | undefined;
  readonly audio: ClipAudio | undefined;
}

export interface ClipAudio {
  readonly sampleRateHz: number;
  /** When its first sample sounds, counted in its own samples from the beginning of the clip. */
  readonly startSample: number;
  /** Whether timestamps after a seek tell the very sample. Where they are rounded, sound is decoded from the beginning. */
  readonly seekable: boolean;
}
