/**
 * The code editor: CodeMirror 6 with JavaScript, completions for simulators, marks at the places of problems. Tab indents; after
 * Escape it leaves the editor, so that nobody is caught in it. Its colours are custom properties of its frame.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  javascript,
  javascriptLanguage,
  localCompletionSource,
  scopeCompletionSource,
} from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completeSimulator } from './completions.ts';

/** A problem with its place, counted from 1; without a line it has no mark. */
export interface CodeProblem {
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
  /** Something that stops the text from being used, or only some simulations. */
  readonly severity: 'error' | 'warning';
}

export interface CodeEditor {
  /** Puts another text in its place; undoing brings the former one back. */
  readonly replace: (text: string) => void;
  readonly mark: (problems: readonly CodeProblem[]) => void;
  readonly goTo: (line: number, column: number) => void;
  readonly destroy: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--code-function)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: 'var(--font-size-small)', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  // The box around it shows the focus (OwnSimulator.module.css): numbers of lines would cover a part of an outline here.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.55' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--highlight)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--posterior) 25%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--posterior) 18%, transparent)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius-control)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--highlight)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '280px', padding: '6px 10px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
});

interface Options {
  readonly text: string;
  /** Of the text box, for those who cannot see it. */
  readonly label: string;
  /** The id of what says how it is left by keyboard. */
  readonly describedBy: string;
  readonly onChange: (text: string) => void;
}

export function createCodeEditor(parent: HTMLElement, options: Options): CodeEditor {
  const { text, label, describedBy, onChange } = options;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        EditorView.lineWrapping,
        javascript(),
        javascriptLanguage.data.of({ autocomplete: completeSimulator }),
        javascriptLanguage.data.of({ autocomplete: localCompletionSource }),
        javascriptLanguage.data.of({ autocomplete: scopeCompletionSource({ Math }) }),
        autocompletion({ icons: false }),
        syntaxHighlighting(colours),
        look,
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
        EditorView.domEventHandlers({
          // Escape belongs to the editor here, and does not close what it lies in.
          keydown(event) {
            if (event.key === 'Escape') event.stopPropagation();
            return false;
          },
        }),
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-describedby': describedBy,
          spellcheck: 'false',
          autocapitalize: 'off',
          autocorrect: 'off',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const placeOf = (line: number, column: number) => {
    const { doc } = view.state;
    const row = doc.line(Math.min(Math.max(1, line), doc.lines));
    return { from: Math.min(row.from + Math.max(0, column - 1), row.to), row };
  };
  return {
    replace: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    mark(problems) {
      const marks = problems.flatMap(({ line, column = 1, text: message, severity }): Diagnostic[] => {
        if (line === undefined) return [];
        const { from, row } = placeOf(line, column);
        // The word at the place, or the whole line where there is none.
        const word = /^[\w$.]+/.exec(row.text.slice(from - row.from))?.[0].length ?? 0;
        return [{ from: word === 0 ? row.from : from, to: word === 0 ? row.to : from + word, severity, message }];
      });
      view.dispatch(setDiagnostics(view.state, marks));
    },
    goTo(line, column) {
      const { from } = placeOf(line, column);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
