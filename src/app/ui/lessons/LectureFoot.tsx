/** The foot of a slide: where the lesson is, the step's address, and buttons for what the keys do. */
import { AArrowDown, AArrowUp, ArrowLeft, ArrowRight, Eye, Moon, NotebookText, QrCode, Sun, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { enlargeType } from '../../actions/page.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { lookOf } from '../../store/look.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from './Lecture.module.css';
import { stepAddress } from './LectureCode.tsx';
import { isDark, type LectureMoves, switchLight } from './lectureKeys.ts';
import type { ShownLesson } from './useLesson.ts';

interface Props extends ShownLesson {
  readonly moves: LectureMoves;
  /** Why one cannot go on; null: one can. */
  readonly waits: string | null;
}

export function LectureFoot({ lesson, open, moves, waits }: Props) {
  const parts = useParts();
  const dark = useApp(isDark);
  const large = useApp((state) => lookOf(state).large);
  return (
    <footer className={css.foot}>
      <span className={css.where}>
        <b>
          {open.step + 1} / {open.steps}
        </b>{' '}
        {lesson.title}
      </span>
      <span className={css.link}>{stepAddress(open).replace(/^https?:\/\//, '')}</span>
      <span className={css.tools}>
        <Tool name="Back" keys="←" onClick={moves.back} unable={open.step === 0}>
          <ArrowLeft aria-hidden size={26} />
        </Tool>
        <Tool name={waits === null ? 'Next' : 'Reveal'} keys="→" onClick={moves.on}>
          {waits === null ? <ArrowRight aria-hidden size={26} /> : <Eye aria-hidden size={26} />}
        </Tool>
        <Tool name="QR code of this step" keys="Q" onClick={moves.code}>
          <QrCode aria-hidden size={26} />
        </Tool>
        <Tool
          name={large ? 'Normal type' : 'Larger type'}
          keys={large ? '-' : '+'}
          onClick={() => performOrExplain(enlargeType, parts)}
        >
          {large ? <AArrowDown aria-hidden size={26} /> : <AArrowUp aria-hidden size={26} />}
        </Tool>
        <Tool name={dark ? 'Light theme' : 'Dark theme'} keys="D" onClick={() => switchLight(parts)}>
          {dark ? <Sun aria-hidden size={26} /> : <Moon aria-hidden size={26} />}
        </Tool>
        <Tool name="Presenter’s notes in a second window" keys="P" onClick={moves.notes}>
          <NotebookText aria-hidden size={26} />
        </Tool>
        <Tool name="End the presentation" keys="Esc" onClick={moves.end}>
          <X aria-hidden size={26} />
        </Tool>
      </span>
    </footer>
  );
}

interface ToolProps {
  readonly name: string;
  readonly keys: string;
  readonly onClick: () => void;
  readonly unable?: boolean;
  readonly children: ReactNode;
}

function Tool({ name, keys, onClick, unable = false, children }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={`${name} (${keys})`}
      onClick={onClick}
      aria-disabled={unable || undefined}
    >
      {children}
    </button>
  );
}
