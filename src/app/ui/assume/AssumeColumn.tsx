/**
 * What the user assumes: priors, nuisances, design, training. Built from the system's own description, whatever it is. Where the
 * page is narrow it is a rail with the priors in small, which opens over the data.
 */
import { SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { restoreDefaults } from '../../actions/page.ts';
import { SHOWN } from '../../browser/showAnchor.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { useApp, useFull } from '../hooks/hooks.ts';
import { PanelList } from '../panels/PanelList.tsx';
import { Term } from '../words/Term.tsx';
import css from './AssumeColumn.module.css';
import { OtherAssumptions } from './OtherAssumptions.tsx';
import { AssumeRail } from './AssumeRail.tsx';

export function AssumeColumn() {
  const full = useFull();
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const rail = useRef<HTMLButtonElement>(null);
  // What a step of a lesson has opened lies over the data of the next: it is open for that step alone.
  const step = useApp(({ lesson }) => (lesson.open === null ? '' : `${lesson.open.id} ${lesson.open.step}`));
  const [openIn, setOpenIn] = useState<string | null>(null);
  const open = openIn === step;
  useEffect(() => {
    const element = body.current;
    if (element === null) return undefined;
    // A lesson or the help points at something in it.
    const show = () => setOpenIn(step);
    element.addEventListener(SHOWN, show);
    return () => element.removeEventListener(SHOWN, show);
  }, [step]);
  const close = () => {
    setOpenIn(null);
    rail.current?.focus();
  };
  return (
    <div className={css.column} data-open={open || undefined}>
      <AssumeRail ref={rail} open={open} controls={id} onClick={() => setOpenIn(open ? null : step)} />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape closes it from any control inside */}
      <div
        ref={body}
        id={id}
        className={css.body}
        onKeyDown={({ key }) => {
          if (key === 'Escape' && open) close();
        }}
      >
        <div className={css.head}>
          <h2 className={css.title}>
            <SlidersHorizontal aria-hidden size={16} /> Assumptions
          </h2>
          {full ? <ActionButton action={restoreDefaults} look="quiet" size="small" /> : null}
          <span className={css.close}>
            <IconButton icon={X} title="Fold the assumptions" onClick={close} />
          </span>
        </div>
        <p className={css.what}>
          What was plausible before the data: the <Term name="prior">prior</Term>.
        </p>
        <div className={css.cards}>
          <PanelList column="assume" />
        </div>
        {full ? null : <OtherAssumptions />}
      </div>
    </div>
  );
}
