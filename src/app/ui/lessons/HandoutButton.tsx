/** Prints a lesson as a handout: its sheet stands beside the page while the browser prints, and is taken away afterwards. */
import { Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Lesson } from '../../../lessons/lesson.ts';
import { printPart } from '../../browser/printPart.ts';
import { lessonLink } from '../../session/study/lessonLink.ts';
import { Button } from '../controls/Button.tsx';
import { useApp } from '../hooks/hooks.ts';
import { type QrModules, qrModules } from '../share/qrModules.ts';
import { Handout } from './Handout.tsx';

interface Printed {
  readonly address: string;
  /** Null: the part of the page that draws it did not come, which the sheet says. */
  readonly code: QrModules | null;
}

export function HandoutButton({ lesson }: { readonly lesson: Lesson }) {
  const seed = useApp((state) => (state.lesson.open?.id === lesson.id ? state.lesson.open.seed : 0));
  const [printed, setPrinted] = useState<Printed | null>(null);
  useEffect(() => {
    if (printed === null) return undefined;
    const gone = () => setPrinted(null);
    window.addEventListener('afterprint', gone, { once: true });
    printPart('handout');
    return () => window.removeEventListener('afterprint', gone);
  }, [printed]);
  const print = async () => {
    const hash = lessonLink({ id: lesson.id, step: 0, seed, lecture: false });
    const address = new URL(`#${hash}`, location.href.replace(/[?#].*$/, '')).href;
    const code = await qrModules(address).catch(() => null);
    setPrinted({ address, code });
  };
  return (
    <>
      <Button
        look="quiet"
        size="small"
        aria-label={`Handout of lesson ${lesson.number}, ${lesson.title}`}
        title="Print the questions with room to sketch and to write"
        onClick={() => void print()}
      >
        <Printer aria-hidden />
        Handout
      </Button>
      {printed === null ? null : createPortal(<Handout lesson={lesson} {...printed} />, document.body)}
    </>
  );
}
