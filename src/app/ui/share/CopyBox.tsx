/** A text to be copied: shown, selected on focus, and copied by a button that says so. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Share.module.css';

type Outcome = 'copied' | 'selected' | null;

/** How long the button says that it has copied, ms. */
const SAID = 2500;

export function CopyBox({ label, text }: { readonly label: string; readonly text: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Outcome>(null);
  useEffect(() => {
    if (outcome !== 'copied') return undefined;
    const timer = setTimeout(() => setOutcome(null), SAID);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => {
        // The browser forbids it: the user's own keys may.
        input.current?.select();
        setOutcome('selected');
      },
    );
  };
  const copied = outcome === 'copied';
  return (
    <div className={css.copy}>
      <input
        ref={input}
        className={css.text}
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button aria-label={`Copy: ${label}`} onClick={copy}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {copied ? 'Copied' : 'Copy'}
      </Button>
      <p className={`${sheet.note} ${css.said}`} aria-live="polite">
        {outcome === 'selected' ? 'The browser does not allow copying here: the text is selected, press Ctrl+C.' : ''}
      </p>
    </div>
  );
}
