/** The button that copies the result on screen for handing in, and what became of that. */
import { Check, ClipboardCopy } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Share.module.css';
import { useResultCopy } from './useResultCopy.ts';

export function CopyResult() {
  const { outcome, copy } = useResultCopy();
  const copied = outcome.kind === 'copied';
  return (
    <div className={css.result}>
      <Button size="small" onClick={copy}>
        {copied ? <Check aria-hidden /> : <ClipboardCopy aria-hidden />}
        {copied ? 'Copied' : 'Copy my result'}
      </Button>
      <p className={`${sheet.note} ${css.said}`} aria-live="polite">
        {outcome.kind === 'obstacle' ? outcome.reason : ''}
        {outcome.kind === 'forbidden'
          ? 'The browser does not allow copying here: select the text below, and press Ctrl+C.'
          : ''}
      </p>
      {outcome.kind === 'forbidden' ? (
        <textarea
          className={css.plain}
          readOnly
          aria-label="My result as text"
          rows={10}
          value={outcome.text}
          onFocus={(event) => event.currentTarget.select()}
        />
      ) : null}
    </div>
  );
}
