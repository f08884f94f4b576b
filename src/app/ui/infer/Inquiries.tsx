/** What a learner other than NPE can be asked about the run that is open: a button each, and below it what was found. */
import { CircleHelp, X } from 'lucide-react';
import { learnerById } from '../../../inference/learners/registry.ts';
import type { Inquiry } from '../../../inference/learners/learner.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { openStudy, trains } from '../../store/engineSlice.ts';
import { Button } from '../controls/Button.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { useApp, useSession, useTelemetry } from '../hooks/hooks.ts';
import { Figures, Numbers, PlainBars, Remarks } from './LearntParts.tsx';
import css from './LearntPanel.module.css';

export function Inquiries() {
  const learner = useApp(({ engine }) => openStudy(engine)?.study.learner);
  if (learner === undefined) return null;
  return (learnerById(learner.id).inquiries ?? []).map((inquiry) => <Asked key={inquiry.question} inquiry={inquiry} />);
}

function Asked({ inquiry: { question, title, explanation, button } }: { readonly inquiry: Inquiry }) {
  const session = useSession();
  const open = useApp(({ engine }) => openStudy(engine));
  const present = useApp(isAnswered);
  const training = useApp(({ engine }) => trains(engine));
  const asked = useApp(({ concepts }) => concepts.inquiries.asked === question);
  const progress = useApp(({ concepts }) => concepts.inquiries.progress);
  const step = useTelemetry((state) => state.progress.step);
  const found = useApp(({ concepts }) => concepts.inquiries.found[question]);
  // What was found of another run, of fewer steps of this one, or of other data than are shown now, is no answer.
  const holds = present && found !== undefined && found.open === open && found.step === step;
  const finding = holds ? found.finding : null;
  const waits = training || step === 0 || !present;
  return (
    <Fold title={title} summary={waits ? 'after the fit' : ''}>
      <p className={css.what}>{explanation}</p>
      {asked ? (
        <>
          <Button size="small" onClick={() => session.learnerInquiries.cancel()}>
            <X size={14} aria-hidden /> Cancel
          </Button>
          <ProgressBar label={title} fraction={progress ?? 0} />
        </>
      ) : (
        <Button
          size="small"
          reason={
            waits ? 'It is asked of a run that rests, and is of what is shown now: train it first, or pause it.' : null
          }
          onClick={() => (waits ? null : session.learnerInquiries.ask(question))}
        >
          <CircleHelp size={14} aria-hidden /> {button}
        </Button>
      )}
      {finding === null ? null : (
        <>
          <Figures figures={finding.figures} />
          {finding.bars === undefined ? null : <PlainBars {...finding.bars} />}
          {finding.numbers.length === 0 ? null : <Numbers numbers={finding.numbers} />}
          <Remarks remarks={finding.remarks} />
        </>
      )}
    </Fold>
  );
}
