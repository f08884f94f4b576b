/** For teachers: a link for a class, and the lessons to present, with their handouts. */
import { Link, Presentation } from 'lucide-react';
import type { Lesson } from '../../../lessons/lesson.ts';
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import list from '../controls/SheetList.module.css';
import { useApp, useParts } from '../hooks/hooks.ts';
import { HandoutButton } from './HandoutButton.tsx';
import css from './LessonsSheet.module.css';
import { useLessonList } from './useLessonList.ts';

export function TeachSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'teach');
  return (
    <Sheet open={open} wide title="Teach with this page" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <Teaching /> : null}
    </Sheet>
  );
}

function Teaching() {
  const { store } = useParts();
  const { lessons, problem } = useLessonList();
  return (
    <div className={css.lessons}>
      <section aria-label="A link for your class">
        <h3 className={list.title}>A link for your class</h3>
        <div className={list.line}>
          <span className={list.what}>
            <span>It opens the study that is on this page now, with your title and your task.</span>
            <span className={list.note}>
              You choose what it begins with, and which controls your students see and may change. They hand in their
              result as text.
            </span>
          </span>
          <span className={list.buttons}>
            <Button look="primary" onClick={() => patch(store, 'view', { sheet: 'class-link' })}>
              <Link aria-hidden />
              Make a class link
            </Button>
          </span>
        </div>
      </section>
      <section aria-label="Present a lesson">
        <h3 className={list.title}>Present a lesson</h3>
        <p className={list.note}>
          One step fills the screen: its question, its figure, large type. Arrow keys or a clicker lead on; Q shows a QR
          code for your students, P your notes in a second window, Escape ends it. Your own study comes back when you
          leave the lesson.
        </p>
        {problem === null ? null : <p role="alert">{problem}</p>}
        {lessons === null && problem === null ? <output>The lessons are being fetched …</output> : null}
        <ul className={css.list}>
          {lessons?.map((lesson) => (
            <Line key={lesson.id} lesson={lesson} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Line({ lesson }: { readonly lesson: Lesson }) {
  const { session } = useParts();
  const { id, number, title, minutes, question } = lesson;
  return (
    <li className={list.line}>
      <span className={css.number}>{number}</span>
      <span className={list.what}>
        <b className={css.title}>{title}</b>
        <span className={list.note}>
          {minutes} minutes · {question}
        </span>
      </span>
      <span className={list.buttons}>
        <HandoutButton lesson={lesson} />
        <Button
          aria-label={`Present lesson ${number}, ${title}`}
          onClick={() => void session.lessons.start(id, '1', true)}
        >
          <Presentation aria-hidden />
          Present
        </Button>
      </span>
    </li>
  );
}
