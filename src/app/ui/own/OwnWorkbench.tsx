/**
 * A simulator of one's own, written in the page: the text, what it declares, and a trial of it, side by side. A simulator that
 * came with somebody's study has been seen and run by its reader before it stands here (PendingScriptDialog.tsx).
 */
import { useCallback, useMemo, useRef, useState } from 'react';
import { anchorOf } from '../../browser/anchor.ts';
import { keepText, keptText, type OwnText } from '../../browser/ownText.ts';
import type { OwnTools } from '../../session/own/ownSimulators.ts';
import { Button } from '../controls/Button.tsx';
import { Choice } from '../controls/Choice.tsx';
import { CodeBox, type CodeHandle } from './CodeBox.tsx';
import { DeclarationBox } from './DeclarationBox.tsx';
import { failureProblems, openedText, replaced, type ScriptOnScreen } from './draft.ts';
import type { CodeProblem } from './editor/codeEditor.ts';
import css from './OwnSimulator.module.css';
import { ProblemList } from './ProblemList.tsx';
import { templates } from './templates.ts';
import { TrialBox } from './TrialBox.tsx';
import { type Bench, useBench } from './useBench.ts';
import { useReading } from './useReading.ts';
import { useTrial } from './useTrial.ts';

export interface WorkbenchProps {
  readonly tools: OwnTools;
  readonly screen: ScriptOnScreen | null;
  /** The text is in use. */
  readonly onUsed: () => void;
  readonly bench?: Bench;
}

const PLACES = { text: { kind: 'editor', name: 'text' }, use: { kind: 'editor', name: 'use' } } as const;
const FROM = { choose: '', earlier: 'earlier', screen: 'screen' } as const;
const NOT_READ = 'The text cannot be read yet: see its problems.';

export function OwnWorkbench({ tools, screen, onUsed, bench }: WorkbenchProps) {
  const [opened] = useState<OwnText>(() =>
    bench === undefined ? openedText(screen, keptText()) : { text: bench.opened, base: null, earlier: null },
  );
  const keeps = bench === undefined;
  const [own, setOwn] = useState<OwnText>(opened);
  const latest = useRef(opened);
  const [lost, setLost] = useState(false);
  const editor = useRef<CodeHandle>(null);
  const { text } = own;
  const write = useCallback(
    (next: OwnText) => {
      latest.current = next;
      setOwn(next);
      setLost(keeps && !keepText(next));
    },
    [keeps],
  );

  const reading = useReading(tools, text);
  const fresh = reading.text === text;
  const declared = reading.result?.ok === true ? { text: reading.text, declaration: reading.result.declaration } : null;
  const usable = fresh ? declared : null;
  const trying = useTrial(tools, bench?.seed, bench?.simulations);
  const { trial } = trying;

  const problems = useMemo((): readonly CodeProblem[] => {
    if (reading.text === text && reading.result?.ok === false) {
      return reading.result.problems.map((problem) => ({ ...problem, severity: 'error' }));
    }
    return trial !== null && trial.script.text === text ? failureProblems(trial.run) : [];
  }, [reading, text, trial]);

  const onChange = useCallback(
    (next: string) => {
      const before = latest.current;
      if (before.text !== next) write({ ...before, text: next, base: screen?.id ?? null });
    },
    [screen, write],
  );
  const put = (next: string) => {
    write(replaced(latest.current, next, screen));
    editor.current?.replace(next);
  };
  useBench(bench, { text, read: usable !== null, trial: trial?.script.text === text ? trial : null }, (next) => {
    trying.forget();
    if (latest.current.text === next) return;
    write({ text: next, base: null, earlier: null });
    editor.current?.replace(next);
  });
  const choices = [
    { value: FROM.choose, label: 'Begin with …' },
    ...templates.map(({ id, name }) => ({ value: id, label: name })),
    ...(own.earlier === null ? [] : [{ value: FROM.earlier, label: 'Your earlier text' }]),
    ...(screen === null || screen.text === text ? [] : [{ value: FROM.screen, label: 'The simulator on screen' }]),
  ];
  const choose = (value: string) => {
    if (value === FROM.earlier) put(own.earlier ?? '');
    else if (value === FROM.screen) put(screen?.text ?? '');
    else {
      const template = templates.find(({ id }) => id === value);
      if (template !== undefined) put(template.text);
    }
  };
  const reason = usable === null ? NOT_READ : null;
  const held = reason ?? bench?.held ?? null;
  const use = () => {
    if (usable !== null && held === null && tools.use(usable) !== null) {
      // It is the simulator on screen from now on: what is written next is written from it.
      if (keeps) keepText({ ...own, base: null });
      onUsed();
    }
  };
  return (
    <div className={css.workbench}>
      <section aria-label="The simulator" className={css.writing} data-anchor={anchorOf(PLACES.text)}>
        <h3 className={css.columnTitle}>
          The simulator
          {keeps ? (
            <Choice label="Begin with a template" value={FROM.choose} options={choices} onChange={choose} />
          ) : null}
        </h3>
        <CodeBox ref={editor} initial={opened.text} problems={problems} onChange={onChange} />
        <ProblemList problems={problems} onGoTo={(line, column) => editor.current?.goTo(line, column)} />
        {lost ? <p role="alert">This browser keeps no text: copy it before you leave the page.</p> : null}
      </section>
      <DeclarationBox
        declaration={reading.last}
        stale={declared === null || !fresh}
        likelihood={trial !== null && trial.script.text === text ? trial.run.likelihood : null}
      />
      <TrialBox
        state={trying}
        reason={reason}
        stale={trial !== null && trial.script.text !== text}
        onTry={() => (usable === null ? undefined : trying.start(usable))}
      />
      <footer className={css.foot} data-anchor={anchorOf(PLACES.use)}>
        <Button look="primary" reason={held} onClick={use}>
          Use it
        </Button>
        <p>
          A network trains on this simulator, and answers for data of one simulation at the medians of the priors. Data
          of your own can be opened at any time.
        </p>
      </footer>
    </div>
  );
}
