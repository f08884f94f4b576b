/** The step's address for the students' own devices, as large as the screen allows. */
import { useEffect, useRef } from 'react';
import { lessonLink } from '../../session/study/lessonLink.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { QrCode } from '../share/QrCode.tsx';
import css from './Lecture.module.css';

/** Of the step as a student opens it: beside the page, with the same seeds. */
export function stepAddress(open: OpenLesson): string {
  return new URL(`#${lessonLink({ ...open, lecture: false })}`, location.href.replace(/[?#].*$/, '')).href;
}

export function LectureCode({ open, onClose }: { readonly open: OpenLesson; readonly onClose: () => void }) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <dialog open className={css.code} aria-label="QR code of this step">
      <QrCode large address={stepAddress(open)} />
      <button ref={close} type="button" className={css.close} onClick={onClose}>
        Close <kbd>Q</kbd>
      </button>
    </dialog>
  );
}
