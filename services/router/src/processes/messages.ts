import type { StreamsAnswer } from '@understudy/peer-protocol';
import type { LoggedEvent } from '@understudy/service-kit';

/** What a serving process tells the first one. */
export type ProcessMessage =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'ready'; readonly ready: boolean }
  | { readonly type: 'events'; readonly events: readonly LoggedEvent[] }
  | { readonly type: 'streams'; readonly number: number; readonly answer: StreamsAnswer }
  | { readonly type: 'revocations'; readonly number: number; readonly answer: boolean };

/** What the first process asks a serving one. */
export type ProcessQuestion =
  | { readonly type: 'streams?'; readonly number: number; readonly most: number }
  | { readonly type: 'revocations?'; readonly number: number };
