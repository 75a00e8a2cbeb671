/** What has to be known of a clip to read it from the middle. */
export interface ClipFacts {
  readonly path: string;
  /** Of its pictures; what lies past it repeats the last one. */
  readonly durationS: number;
  readonly hasVideo: boolean;
  /** Whether pictures can be found by seeking; if not, they are decoded from the beginning. */
  readonly seekableVideo: boolean;
  readonly audio: ClipAudio | undefined;
}

export interface ClipAudio {
  readonly sampleRateHz: number;
  /** When its first sample sounds, counted in its own samples from the beginning of the clip. */
  readonly startSample: number;
  /** Whether timestamps after a seek tell the very sample. Where they are rounded, sound is decoded from the beginning. */
  readonly seekable: boolean;
}
