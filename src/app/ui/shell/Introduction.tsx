/**
 * The one sentence that says what the page is, which stays, and the doors for whoever is new: a strip that one click closes for
 * good. Nothing hangs on it, and nothing lies under it.
 */
import { X } from 'lucide-react';
import { closeDoors, openTour, ownData, teach } from '../../actions/page.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { ClassNote } from '../share/ClassNote.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from './Introduction.module.css';
import { useMedia } from './useMedia.ts';

export function Introduction() {
  const phone = useMedia('(max-width: 699px)');
  const words = useApp(({ view, lesson }) => lesson.open === null && (view.title !== null || view.task !== null));
  const closed = useApp(({ view, lesson }) => view.doorsClosed || lesson.open !== null);
  return (
    <div className={css.introduction}>
      <ClassNote />
      {phone && words ? null : (
        <p className={css.headline}>
          Watch a neural network work backwards, from the data you see to what could have caused them.
        </p>
      )}
      {closed || words ? null : <Doors />}
    </div>
  );
}

function Doors() {
  const parts = useParts();
  // Three doors in one line of a phone.
  const phone = useMedia('(max-width: 699px)');
  const short = (text: string) => (phone ? text : undefined);
  return (
    <section className={css.doors} aria-label="New here?" data-doors>
      <h2 className={css.question}>New here?</h2>
      <ActionButton action={openTour} size="small" text={short('90 seconds')} />
      <ActionButton action={ownData} size="small" text={short('My data')} />
      <ActionButton action={teach} size="small" />
      <p className={css.or}>or just drag a point.</p>
      <Button
        look="quiet"
        size="small"
        iconOnly
        className={css.close}
        title="Do not show this again"
        aria-label="Do not show this again"
        data-anchor={anchorOf({ kind: 'action', name: closeDoors.id })}
        onClick={() => performOrExplain(closeDoors, parts)}
      >
        <X aria-hidden />
      </Button>
    </section>
  );
}
