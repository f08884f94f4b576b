/** The sheet that makes links of the study as it stands: a plain one, a teacher's with controls hidden or locked, an embedded page. */
import { FileDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type ControlName, type ViewRecord, controlNames } from '../../../inference/study/document/view.ts';
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { writeLink } from '../../../inference/study/link/writeLink.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import { Button } from '../controls/Button.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Switch } from '../controls/Switch.tsx';
import { CopyBox } from './CopyBox.tsx';
import { EmbedPart } from './EmbedPart.tsx';
import { type Fixing, FixedControls } from './FixedControls.tsx';
import { LinkLength } from './LinkLength.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Share.module.css';

export function ShareSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'share');
  return (
    <Sheet open={open} wide title="Share this study" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <Sharing /> : null}
    </Sheet>
  );
}

function Sharing() {
  const obstacle = useApp(({ study }) => whyNot(capabilitiesOf(study).link));
  return obstacle === null ? <LinkBuilder /> : <FileInstead reason={obstacle} />;
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

const details = [
  { value: 'own', label: 'As the reader likes' },
  { value: 'simple', label: 'Simple' },
  { value: 'full', label: 'Full' },
] as const;
const names = Object.keys(controlNames) as ControlName[];

/** A link that is made on a page that a link has fixed begins with what is fixed there. */
function fixingOf(view: ViewRecord | null): Fixing {
  const named = (how: 'locked' | 'hidden') => (view?.[how] ?? []).map((name) => [name, how] as const);
  return Object.fromEntries([...named('locked'), ...named('hidden')]);
}

function LinkBuilder() {
  const { catalogue, store } = useParts();
  // As it stood when the sheet was opened: training goes on behind it, and changes nothing of this.
  const [document] = useState(() => documentOf(store.getState()));
  const [fixing, setFixing] = useState<Fixing>(() => fixingOf(document.view));
  const [start, setStart] = useState(document.view?.start ?? true);
  const [detail, setDetail] = useState<'own' | 'simple' | 'full'>(document.view?.detail ?? 'own');
  const link = useMemo(() => {
    const chosen = (how: Fixing[ControlName]) => names.filter((name) => fixing[name] === how);
    const view =
      document.view === null ? null : { ...document.view, start, detail: detail === 'own' ? undefined : detail };
    return writeLink(
      { ...document, view: view && { ...view, hidden: chosen('hidden'), locked: chosen('locked') } },
      catalogue,
    );
  }, [catalogue, document, fixing, start, detail]);
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
      </section>
      <section aria-label="For a class">
        <h3 className={sheet.title}>For a class</h3>
        <p className={sheet.note}>
          What you hide or lock here is hidden or locked in the link above and in the embedded page.
        </p>
        <FixedControls fixing={fixing} onChange={setFixing} />
        <Segmented label="How much the reader sees" value={detail} options={details} onChange={setDetail} />
        <Switch checked={start} onChange={setStart} help="Off: the reader presses Train.">
          Start training at once
        </Switch>
      </section>
      <EmbedPart link={link} />
    </div>
  );
}
