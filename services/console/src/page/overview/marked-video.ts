import type { AdminClient, Placement, Stream } from '@understudy/client';
import { useState } from 'preact/hooks';
import type { Polled } from '../api/poll.js';
import { readPlacement } from '../api/read-placement.js';
import { usePoll } from '../parts/use-poll.js';

/** Every worker is asked what it has of it. A kill shall show while one looks. */
const placementEveryMs = 1_000;
/** As many as can be looked through beside the ring; the others are on the page of streams. */
const mostPlaying = 6;

/** The video whose place the ring shows. */
export interface MarkedVideo {
  readonly video: string | undefined;
  readonly placement: Polled<Placement>;
  /** That of the chosen one, also while somebody points at another. */
  readonly chosenPlacement: Polled<Placement>;
  /** Shows another one for as long as somebody points at it; undefined: nobody does any more. */
  readonly pointAt: (video: string | undefined) => void;
}

/** `chosen` is shown while nobody points at another one. */
export function useMarkedVideo(api: AdminClient, chosen: string | undefined): MarkedVideo {
  const [pointedAt, pointAt] = useState<string>();
  const other = pointedAt === chosen ? undefined : pointedAt;
  const chosenPlacement = usePoll(api, chosen, readPlacement, placementEveryMs);
  const otherPlacement = usePoll(api, other, readPlacement, placementEveryMs);
  return {
    video: other ?? chosen,
    placement: other === undefined ? chosenPlacement : otherPlacement,
    chosenPlacement,
    pointAt,
  };
}

/** The videos that are being played, those first that began last. */
export function playingVideos(streams: readonly Stream[]): string[] {
  const youngestFirst = streams.toSorted((a, b) => a.ageMs - b.ageMs);
  return [...new Set(youngestFirst.flatMap(({ video }) => video ?? []))].slice(0, mostPlaying);
}
