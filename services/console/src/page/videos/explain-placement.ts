import type { Member, Placement } from '@understudy/client';

/** What a worker has to do with a video, and why. */
export interface Part {
  readonly worker: string;
  readonly role: 'master' | 'replica' | 'other';
  readonly state: string;
  /** Undefined where it has nothing, or does not say. */
  readonly bytes: number | undefined;
  /** It does not say what it has. */
  readonly unknown: boolean;
  readonly complete: boolean;
  readonly why: string;
}

/** The master, the replica, and whoever else has it or does not say: in this order. */
export function explainPlacement(placement: Placement, workers: readonly Member[]): Part[] {
  const { master, replica, holders, silent } = placement;
  const owners = [master, replica].filter((id) => id !== null);
  const others = workers
    .filter(({ id }) => silent.includes(id) || holders.some(({ worker }) => worker === id))
    .map(({ id }) => id)
    .filter((id) => !owners.includes(id));
  return [...owners, ...others].map((worker) => {
    const role = worker === master ? 'master' : worker === replica ? 'replica' : 'other';
    const state = workers.find(({ id }) => id === worker)?.state ?? 'gone';
    const held = holders.find((holder) => holder.worker === worker);
    const has = held === undefined ? 'nothing' : held.complete ? 'all' : 'part';
    const unknown = silent.includes(worker);
    const why = unknown ? ofSilent[role] : reasons[role][has];
    return { worker, role, state, bytes: held?.bytes, unknown, complete: held?.complete ?? false, why };
  });
}

const reasons = {
  master: {
    all: 'First in the order of this slot: it plays it.',
    part: 'First in the order of this slot: it is making or copying it, or was.',
    nothing:
      'First in the order of this slot: it copies it from whoever has it, or makes it, when somebody plays it.',
  },
  replica: {
    all: 'Second: it goes on at any byte when the master dies.',
    part: 'Second: it gets the bytes as they are made.',
    nothing: 'Second: it gets a copy when there is one to copy and the replication policy wants it.',
  },
  other: {
    all: 'Many ask for it: it keeps it until it has cooled. Or it was first or second before the ring changed, or drains: it keeps it until those that should have it do.',
    part: 'Was first or second before the ring changed, or drains: what it has goes once others have it.',
    nothing: 'It has nothing of it.',
  },
} as const;

const ofSilent = {
  master: 'First in the order of this slot, but it does not answer: the replica is asked.',
  replica: 'Second, but it does not answer: whether it has a copy is not known.',
  other: 'It does not answer: whether it has a copy is not known.',
} as const;

/** The ID in what was pasted: alone, or in the address of a video or of its page. */
export function pastedVideo(text: string): string {
  const trimmed = text.trim();
  return /\/(?:v|watch|videos)\/([0-9A-Za-z]{24})(?:[/?#]|$)/.exec(trimmed)?.[1] ?? trimmed;
}
