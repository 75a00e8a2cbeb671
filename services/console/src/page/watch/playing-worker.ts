import type { Member, Placement, Stream } from '@understudy/client';

interface Known {
  readonly streams: readonly Stream[];
  readonly placement: Placement | undefined;
  readonly workers: readonly Member[];
}

/**
 * The worker that plays a video: that of its response that began last; between two responses the first of its slot's workers that answers,
 * which the next one will come from. Undefined where there is none.
 */
export function playingWorker(video: string, { streams, placement, workers }: Known): string | undefined {
  const answers = (id: string | null | undefined) =>
    workers.some((worker) => worker.id === id && worker.state !== 'unreachable');
  const [youngest] = streams
    .filter((stream) => stream.video === video && answers(stream.worker))
    .toSorted((a, b) => a.ageMs - b.ageMs);
  return youngest?.worker ?? [placement?.master, placement?.replica].find(answers) ?? undefined;
}
