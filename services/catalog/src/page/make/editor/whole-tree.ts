import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Tree } from '@lezer/common';

/** Of a text that no description is longer than. */
const parseTimeoutMs = 200;

/** The syntax of all that is in the editor; undefined where reading it takes too long. Without this it may end anywhere. */
export function wholeTree(state: EditorState): Tree | undefined {
  return ensureSyntaxTree(state, state.doc.length, parseTimeoutMs) ?? undefined;
}
