/** What is wrong with the text, or with some of its simulations: a sentence each, with a way to its place. */
import { CircleX, TriangleAlert } from 'lucide-react';
import type { CodeProblem } from './editor/codeEditor.ts';
import css from './OwnSimulator.module.css';

interface Props {
  readonly problems: readonly CodeProblem[];
  readonly onGoTo: (line: number, column: number) => void;
}

export function ProblemList({ problems, onGoTo }: Props) {
  return (
    <div aria-live="polite">
      {problems.length === 0 ? null : (
        <ul className={css.problems} aria-label="Problems">
          {problems.map(({ line, column = 1, text, severity }) => (
            <li key={text} data-level={severity === 'error' ? 'bad' : 'warn'}>
              {severity === 'error' ? <CircleX size={15} aria-hidden /> : <TriangleAlert size={15} aria-hidden />}
              <span>
                {line === undefined ? null : (
                  <>
                    <button type="button" className={css.place} onClick={() => onGoTo(line, column)}>
                      Line {line}, column {column}
                    </button>{' '}
                  </>
                )}
                {text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
