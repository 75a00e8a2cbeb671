import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { descriptionSchema } from '@understudy/description/schema';
import type { FieldError } from '@understudy/errors';
import { useEffect, useRef } from 'preact/hooks';
import { completeBySchema } from './complete-by-schema.js';
import { rangeOf } from './json-path.js';
import { wholeTree } from './whole-tree.js';

interface JsonEditorProps {
  /** What it begins with. From then on the text is the editor's; for another one there is another editor. */
  readonly text: string;
  readonly errors: readonly FieldError[];
  /** The field to go to, set anew for each time. */
  readonly target: { readonly path: string } | undefined;
  readonly onText: (text: string) => void;
}

/**
 * An editor of a description: completion as the schema has it, and each error at its field. It lives in a shadow root, because there
 * CodeMirror adopts its style sheets; in the page it would write them into a `<style>` that the policy refuses.
 */
export function JsonEditor({ text, errors, target, onText }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const tell = useRef(onText);
  tell.current = onText;

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const onChange = EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) tell.current(state.doc.toString());
    });
    const state = EditorState.create({ doc: text, extensions: [extensions, onChange] });
    const editor = new EditorView({ state, parent: root, root });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const { current } = view;
    if (current === undefined) return;
    const { doc } = current.state;
    const found = errors.map(({ path, message }) => ({
      ...placeOf(current.state, path),
      severity: 'error' as const,
      message: `${path} ${message}`,
    }));
    current.dispatch(
      setDiagnostics(
        current.state,
        found.map((each) => ({ ...each, to: Math.min(each.to, doc.length) })),
      ),
    );
  }, [errors]);

  useEffect(() => {
    const { current } = view;
    if (current === undefined || target === undefined) return;
    current.focus();
    current.dispatch({
      selection: { anchor: placeOf(current.state, target.path).from },
      scrollIntoView: true,
    });
  }, [target]);

  return <div class="json" ref={host} />;
}

function placeOf(state: EditorState, path: string): { from: number; to: number } {
  const tree = wholeTree(state);
  return tree === undefined ? { from: 0, to: 0 } : rangeOf(path, tree, state.doc);
}

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: 'var(--good)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--panel)', color: 'var(--text)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--soft)', border: 'none' },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--soft)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-mark)',
  },
  '.cm-completionDetail': { color: 'inherit' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { background: 'var(--line) !important' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
});

const extensions = [
  ...[lineNumbers(), history(), drawSelection(), json(), closeBrackets(), lintGutter()],
  autocompletion({ override: [completeBySchema(descriptionSchema)] }),
  syntaxHighlighting(highlight),
  theme,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'Description as JSON', tabindex: '0' }),
  // Tab is left alone: it leads out of the editor.
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
];
