/** What a serving process tells the first one. */
export type ProcessMessage =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'ready'; readonly ready: boolean };
