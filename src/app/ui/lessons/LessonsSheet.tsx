/** The list of lessons: what each is for, how long it takes, what comes before, and how far the reader was. */
import { Presentation } from 'lucide-react';
import type { Lesson } from '../../../lessons/lesson.ts';
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import list from '../controls/SheetList.module.css';
import { useApp, useParts } from '../hooks/hooks.ts';
import { HandoutButton } from './HandoutButton.tsx';
import css from './LessonsSheet.module.css';
import { useLessonList } from './useLessonList.ts';

export function LessonsSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'lessons');
  return (
    <Sheet open={open} wide title="Lessons" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <Lessons /> : null}
    </Sheet>
  );
}

function Lessons() {
  const { session, store } = useParts();
  const { lessons, problem } = useLessonList();
  const progress = useApp((state) => state.lesson.progress);
  if (problem !== null) return <p role="alert">{problem}</p>;
  if (lessons === null) return <output>The lessons are being fetched …</output>;
  return (
    <div className={css.lessons}>
      <p className={list.note}>
        Each lesson happens on this page, with real networks. Your own study is put aside and comes back when you leave.
      </p>
      <ul className={css.list}>
        {lessons.map((lesson) => (
          <Line key={lesson.id} lesson={lesson} lessons={lessons} />
        ))}
      </ul>
      <p className={css.foot}>
        <span className={list.note}>For teachers: present a lesson on a projector, or make a link for a class.</span>
        <Button size="small" onClick={() => patch(store, 'view', { sheet: 'teach' })}>
          <Presentation aria-hidden />I teach
        </Button>
      </p>
      {Object.keys(progress).length === 0 ? null : (
        <p className={css.foot}>
          <span className={list.note}>How far you are, and what you answered, is kept in this browser only.</span>
          <Button size="small" onClick={() => session.lessons.forgetProgress()}>
            Forget my progress
          </Button>
        </p>
      )}
    </div>
  );
}

function Line({ lesson, lessons }: { readonly lesson: Lesson; readonly lessons: readonly Lesson[] }) {
  const { session } = useParts();
  const progress = useApp((state) => state.lesson.progress[lesson.id]);
  const { number, title, goal, minutes, prerequisites, steps } = lesson;
  const before = lessons.filter(({ id }) => prerequisites.includes(id)).map((one) => one.title);
  const begun = progress !== undefined && !progress.finished;
  return (
    <li className={list.line}>
      <span className={css.number}>{number}</span>
      <span className={list.what}>
        <b className={css.title}>{title}</b>
        <span>{goal}</span>
        <span className={list.note}>
          {minutes} minutes
          {before.length === 0 ? '' : ` · after ${before.join(', ')}`}
          {progress?.finished
            ? ' · done'
            : begun
              ? ` · step ${Math.min(progress.reached + 1, steps.length)} of ${steps.length}`
              : ''}
        </span>
      </span>
      <span className={list.buttons}>
        <HandoutButton lesson={lesson} />
        <Button
          look={begun ? 'primary' : 'plain'}
          aria-label={`${begun ? 'Continue' : 'Begin'} lesson ${number}, ${title}`}
          onClick={() => void session.lessons.start(lesson.id)}
        >
          {begun ? 'Continue' : progress?.finished ? 'Again' : 'Begin'}
        </Button>
      </span>
    </li>
  );
}
