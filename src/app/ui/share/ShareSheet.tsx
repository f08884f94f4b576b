/** The sheet that makes links of the study as it stands: a plain one, a teacher's with controls hidden or locked, an embedded page. */
import { FileDown, QrCode as QrCodeIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type ControlName, type ViewRecord, controlNames } from '../../../inference/study/document/view.ts';
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { LONGEST_LINK, writeLink } from '../../../inference/study/link/writeLink.ts';
import { count } from '../../format/number.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { type ClassChoice, ClassPart, wordsOfChoice } from './ClassPart.tsx';
import { CopyBox } from './CopyBox.tsx';
import { CopyResult } from './CopyResult.tsx';
import { EmbedPart } from './EmbedPart.tsx';
import type { Fixing } from './FixedControls.tsx';
import { LinkLength } from './LinkLength.tsx';
import { QrCode } from './QrCode.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Share.module.css';

export function ShareSheet() {
  const { store } = useParts();
  const sheet = useApp((state) => state.view.sheet);
  const open = sheet === 'share' || sheet === 'class-link';
  return (
    <Sheet open={open} wide title="Share this study" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <Sharing forClass={sheet === 'class-link'} /> : null}
    </Sheet>
  );
}

interface SharingProps {
  /** Begins at the part for a class. */
  readonly forClass: boolean;
}

function Sharing({ forClass }: SharingProps) {
  const obstacle = useApp(({ study }) => whyNot(capabilitiesOf(study).link));
  return obstacle === null ? <LinkBuilder forClass={forClass} /> : <FileInstead reason={obstacle} />;
}

/** For a study that no link can hold. */
function FileInstead({ reason }: { readonly reason: string }) {
  const { session } = useParts();
  return (
    <section aria-label="File" className={css.parts}>
      <p className={css.note}>{reason}</p>
      <div className={css.buttons}>
        <Button onClick={() => void session.savedStudies.exportPresent()}>
          <FileDown aria-hidden />
          Save the study as a file
        </Button>
      </div>
    </section>
  );
}

const names = Object.keys(controlNames) as ControlName[];

/** A link that is made on a page that a link has fixed begins with what is fixed there. */
function fixingOf(view: ViewRecord | null): Fixing {
  const named = (how: 'locked' | 'hidden') => (view?.[how] ?? []).map((name) => [name, how] as const);
  return Object.fromEntries([...named('locked'), ...named('hidden')]);
}

function LinkBuilder({ forClass }: SharingProps) {
  const { catalogue, store } = useParts();
  // As it stood when the sheet was opened: training goes on behind it, and changes nothing of this.
  const [document] = useState(() => documentOf(store.getState()));
  const [choice, setChoice] = useState<ClassChoice>(() => ({
    title: document.view?.title ?? '',
    task: document.view?.task ?? '',
    start: document.view?.start ?? true,
    detail: document.view?.detail ?? 'own',
    fixing: fixingOf(document.view),
  }));
  const link = useMemo(
    () => writeLink({ ...document, view: viewOf(document.view, choice) }, catalogue),
    [catalogue, document, choice],
  );
  if (link.length > LONGEST_LINK) {
    return (
      <FileInstead
        reason={`A link to this study would have ${count(link.length)} characters, and browsers take ${count(LONGEST_LINK)} at most. Send it as a file instead.`}
      />
    );
  }
  const address = new URL(`#${link}`, location.href.replace(/[?#].*$/, '')).href;
  return (
    <div className={css.parts}>
      <section aria-label="Link">
        <p className={sheet.note}>
          Opens the present study: the same simulations, the same initial weights, the same observation and view.
          Nothing is uploaded; everything is in the link.
        </p>
        <CopyBox label="Link to this study" text={address} />
        <LinkLength link={link} document={document} />
        <CodePart address={address} />
      </section>
      <section aria-label="Hand in">
        <h3 className={sheet.title}>Hand in</h3>
        <p className={sheet.note}>
          Plain text to be pasted anywhere: the study with its link, the posterior in numbers, every check with its
          verdict, and what was not checked.
        </p>
        <CopyResult />
      </section>
      <ClassPart begins={forClass} choice={choice} onChange={(change) => setChoice({ ...choice, ...change })} />
      <EmbedPart link={link} />
    </div>
  );
}

/** The link as a code, when it is asked for. */
function CodePart({ address }: { readonly address: string }) {
  const [shown, setShown] = useState(false);
  return (
    <div className={css.result}>
      <Button size="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <QrCodeIcon aria-hidden />
        {shown ? 'Hide the QR code' : 'QR code'}
      </Button>
      {shown ? <QrCode address={address} /> : null}
    </div>
  );
}

/** The view of the page with what was chosen for the readers; null stays null. */
function viewOf(view: ViewRecord | null, { start, detail, fixing, ...words }: ClassChoice): ViewRecord | null {
  if (view === null) return null;
  // What cannot be taken is named in the form, and the link goes without.
  const { title, task } = wordsOfChoice(words);
  const chosen = (how: Fixing[ControlName]) => names.filter((name) => fixing[name] === how);
  return {
    ...view,
    start,
    detail: detail === 'own' ? undefined : detail,
    title,
    task,
    hidden: chosen('hidden'),
    locked: chosen('locked'),
  };
}
