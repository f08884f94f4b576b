/** The editor in React: it is made once, and told of another text and of marks. */
import { type Ref, useEffect, useId, useImperativeHandle, useRef } from 'react';
import { type CodeEditor, type CodeProblem, createCodeEditor } from './editor/codeEditor.ts';
import css from './OwnSimulator.module.css';

export type CodeHandle = Pick<CodeEditor, 'replace' | 'goTo'>;

interface Props {
  readonly ref: Ref<CodeHandle>;
  /** What it begins with. */
  readonly initial: string;
  readonly problems: readonly CodeProblem[];
  readonly onChange: (text: string) => void;
}

export function CodeBox({ ref, initial, problems, onChange }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const hint = useId();
  const latest = useRef({ initial, onChange });
  useEffect(() => {
    latest.current.onChange = onChange;
  }, [onChange]);
  useEffect(() => {
    const parent = frame.current;
    if (parent === null) return undefined;
    const made = createCodeEditor(parent, {
      text: latest.current.initial,
      label: 'Text of the simulator',
      describedBy: hint,
      onChange: (next) => latest.current.onChange(next),
    });
    editor.current = made;
    return () => {
      made.destroy();
      editor.current = null;
    };
  }, [hint]);
  useEffect(() => editor.current?.mark(problems), [problems]);
  useImperativeHandle(
    ref,
    () => ({
      replace: (text) => editor.current?.replace(text),
      goTo: (line, column) => editor.current?.goTo(line, column),
    }),
    [],
  );
  return (
    <>
      <div ref={frame} className={css.code} />
      <p id={hint} className={css.hint}>
        Tab indents; Escape and then Tab leaves the editor. <code>random</code> gives simulation 17 the same numbers on
        every machine. There is no network, no clock and no page in here.
      </p>
    </>
  );
}
