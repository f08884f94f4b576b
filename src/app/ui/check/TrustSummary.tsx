/** Box 3 at first sight: one light with one sentence, three checks in small, and the ways to the evidence and to breaking it. */
import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import { showEvidence } from '../../actions/page.ts';
import type { LightLevel, TrustLight } from '../../readout/text/trustLight.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { unbroken } from '../../format/unbroken.ts';
import { Unseen } from '../controls/Unseen.tsx';
import { useFull } from '../hooks/hooks.ts';
import { TrustThumbnails } from './TrustThumbnails.tsx';
import css from './TrustSummary.module.css';
import { useTrustLight } from './useTrustLight.ts';

const icons = { good: CircleCheck, warn: TriangleAlert, bad: CircleX, none: CircleHelp } as const;
/** Read before the sentence, as before every verdict. */
const names: Readonly<Record<LightLevel, string>> = {
  good: 'Good',
  warn: 'Caution',
  bad: 'Problem',
  none: 'No verdict',
};

export function TrustSummary() {
  const full = useFull();
  const light = useTrustLight();
  return (
    <div className={css.summary} data-detail={full ? 'full' : 'simple'}>
      <Light {...light} />
      {full ? null : (
        <>
          <TrustThumbnails />
          <div className={css.more}>
            <ActionButton action={showEvidence} textOnly />
          </div>
        </>
      )}
    </div>
  );
}

function Light({ level, title, sentence, why, missing }: TrustLight) {
  const Icon = icons[level];
  return (
    <div className={css.light} aria-live="polite" data-light={level}>
      <p className={css.title}>
        <Icon className={css.mark} aria-hidden /> <Unseen>{names[level]}: </Unseen>
        {title}
      </p>
      <p>{unbroken(sentence)}</p>
      {why === '' ? null : <p className={css.missing}>{why}</p>}
      {missing === '' ? null : <p className={css.missing}>{missing}</p>}
    </div>
  );
}
