/** Copies the result on screen as plain text; where the browser forbids it, or there is none, that is said. */
import { useEffect, useState } from 'react';
import { resultObstacle, resultText } from '../../export/resultText.ts';
import { useParts } from '../hooks/hooks.ts';

/** How long it is said that it was copied, ms. */
const SAID = 3000;

type ResultCopy =
  | { readonly kind: 'none' }
  | { readonly kind: 'copied'; readonly text: string }
  /** The text is to be shown, for the reader's own hands. */
  | { readonly kind: 'forbidden'; readonly text: string }
  | { readonly kind: 'obstacle'; readonly reason: string };

const NONE: ResultCopy = { kind: 'none' };

export function useResultCopy() {
  const { catalogue, store, telemetry } = useParts();
  const [outcome, setOutcome] = useState<ResultCopy>(NONE);
  useEffect(() => {
    if (outcome.kind !== 'copied') return undefined;
    const timer = setTimeout(() => setOutcome(NONE), SAID);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    const shown = { state: store.getState(), telemetry: telemetry.getState() };
    const reason = resultObstacle(shown);
    if (reason !== null) {
      setOutcome({ kind: 'obstacle', reason });
      return;
    }
    let text: string;
    try {
      text = resultText(shown, catalogue, location.href.replace(/[?#].*$/, ''));
    } catch (error) {
      setOutcome({ kind: 'obstacle', reason: error instanceof Error ? error.message : String(error) });
      return;
    }
    navigator.clipboard.writeText(text).then(
      () => setOutcome({ kind: 'copied', text }),
      () => setOutcome({ kind: 'forbidden', text }),
    );
  };
  return { outcome, copy };
}
