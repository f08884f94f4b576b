/**
 * The page of text under the tool, with the glossary: its heading is always there, the rest is loaded when it is scrolled to, asked
 * for, or when an address asks for a term (`#term-sbc`).
 */
import { ChevronDown } from 'lucide-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import { READING } from '../words/glossaryLink.ts';
import css from './Reading.module.css';

export function Reading() {
  const { store } = useParts();
  const sought = useApp(({ view }) => view.sought);
  const [scrolledTo, setScrolledTo] = useState(false);
  const [Text, setText] = useState<ComponentType | null>(null);
  const below = useRef<HTMLDivElement>(null);
  const wanted = scrolledTo || sought !== null;

  useEffect(() => {
    const place = below.current;
    if (place === null || scrolledTo) return undefined;
    // What begins just where the window ends counts as in sight otherwise: on a screen that the tool fills.
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setScrolledTo(true);
      },
      { rootMargin: '0px 0px -1px' },
    );
    observer.observe(place);
    return () => observer.disconnect();
  }, [scrolledTo]);

  useEffect(() => {
    if (!wanted || Text !== null) return undefined;
    let here = true;
    loadPart('holds the text', () => import('./ReadingText.tsx')).then(
      (part) => here && setText(() => part.ReadingText),
      (error: unknown) => {
        if (!here) return;
        setScrolledTo(false);
        const text = error instanceof Error ? error.message : String(error);
        patch(store, 'view', { ...withMessage(store.getState().view, 'problem', text), sought: null });
      },
    );
    return () => {
      here = false;
    };
  }, [wanted, Text, store]);

  return (
    <section className={css.reading} id={READING} aria-labelledby="reading-title">
      <div className={css.bar}>
        <h2 id="reading-title" className={css.title}>
          How does it work?
        </h2>
        <p className={css.lead}>
          What Bayes asks, how the network learns to answer, and what can go wrong: a five-minute read.
        </p>
        <Button
          look="quiet"
          onClick={() => {
            setScrolledTo(true);
            below.current?.scrollIntoView({ block: 'start', behavior: 'auto' });
          }}
        >
          Read on
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <div ref={below} className={css.below}>
        {Text === null ? null : <Text />}
      </div>
    </section>
  );
}
