/** The stripe over the posterior on screen, and the name of an image of it. */
import { useCallback, useEffect, useState } from 'react';
import { useParts } from '../hooks/hooks.ts';
import { marksShown } from '../../readout/text/marksShown.ts';
import { markedName } from '../../readout/text/markedName.ts';
import { stripeText } from '../../readout/text/stripeText.ts';

interface Stripe {
  /** Null: there is none. */
  readonly stripe: string | null;
  /** The name of a file without its ending, with what the posterior is. */
  readonly marked: (name: string) => string;
}

export function useStripe(): Stripe {
  const { store, telemetry } = useParts();
  const read = useCallback(() => {
    const [state, shown] = [store.getState(), telemetry.getState()];
    return { stripe: stripeText(state, shown), words: markedName('.', marksShown(state, shown)).slice(0, -1) };
  }, [store, telemetry]);
  const [{ stripe, words }, set] = useState(read);
  useEffect(() => {
    const look = () => {
      const next = read();
      set((now) => (now.stripe === next.stripe && now.words === next.words ? now : next));
    };
    const stop = [store.subscribe(look), telemetry.subscribe(look)];
    look();
    return () => stop.forEach((unsubscribe) => unsubscribe());
  }, [store, telemetry, read]);
  return { stripe, marked: (name) => `${name}${words}` };
}
