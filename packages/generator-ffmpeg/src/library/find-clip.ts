import type { ClipFacts } from './clip-facts.js';

/** Facts of a clip by its name in the library; only for clips that were probed before. */
export type FindClip = (name: string) => ClipFacts;
