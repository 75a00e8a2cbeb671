import type { StreamsAnswer } from '@understudy/peer-protocol';
import type { LoggedEvent, ProcessHistograms } from '@understudy/service-kit';
import type { Counted } from './process-metrics.js';

/** What a serving process tells the first one. */
export type ProcessMessage =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'ready'; readonly ready: boolean }
  | { readonly type: 'events'; readonly events: readonly LoggedEvent[] }
  | { readonly type: 'answer'; readonly number: number; readonly answer: Answer | undefined };

/** What the first process asks a serving one. */
export type Question =
  | { readonly about: 'streams'; readonly most: number }
  | { readonly about: 'end'; readonly requestId: string }
  | { readonly about: 'histograms' }
  | { readonly about: 'metrics' }
  | { readonly about: 'revocations' };

/** What each is answered with. */
export interface Answers {
  readonly streams: StreamsAnswer;
  readonly end: number;
  readonly histograms: readonly ProcessHistograms[];
  readonly metrics: Counted;
  readonly revocations: boolean;
}

export type Answer = Answers[keyof Answers];

/** A question on its way. */
export interface ProcessQuestion {
  readonly type: 'question';
  /** Comes back with the answer. */
  readonly number: number;
  readonly question: Question;
}
