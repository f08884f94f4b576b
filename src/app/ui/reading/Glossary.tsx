/** All terms with their definitions, in alphabetical order; each has an address, and the list can be printed by itself. */
import { Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { patch } from '../../store/appStore.ts';
import { termId } from '../../words/termLink.ts';
import { terms, termsByTitle } from '../../words/terms.ts';
import { printPart } from '../../browser/printPart.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import { Definition } from '../words/Definition.tsx';
import css from './Glossary.module.css';

export function Glossary() {
  const { store } = useParts();
  const sought = useApp(({ view }) => view.sought);
  const [marked, setMarked] = useState(sought);
  if (sought !== null && sought !== marked) setMarked(sought);
  useEffect(() => {
    if (sought === null) return;
    const entry = document.getElementById(termId(sought));
    if (entry === null) return;
    entry.scrollIntoView({ block: 'center' });
    entry.focus({ preventScroll: true });
    patch(store, 'view', { sought: null });
  }, [sought, store]);
  return (
    <section className={css.glossary} aria-labelledby="glossary">
      <div className={css.head}>
        <h3 id="glossary" className={css.title}>
          All terms
        </h3>
        <Button size="small" onClick={() => printPart('glossary')}>
          <Printer aria-hidden />
          Print the terms
        </Button>
      </div>
      <ul className={css.terms}>
        {termsByTitle.map((name) => (
          <li
            key={name}
            id={termId(name)}
            tabIndex={-1}
            className={css.term}
            aria-labelledby={`${termId(name)}-title`}
            data-sought={name === marked || undefined}
          >
            <h4 id={`${termId(name)}-title`} className={css.name}>
              <a href={`#${termId(name)}`}>{terms[name].title}</a>
            </h4>
            <Definition name={name} />
          </li>
        ))}
      </ul>
    </section>
  );
}
