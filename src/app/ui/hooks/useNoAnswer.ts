import { type NoAnswer, noAnswerNow } from '../../readout/network/answering.ts';
import { useApp, useTelemetry } from './hooks.ts';

/** Why the draws on screen are no answer under the present assumptions; null where they are one, or where there are none. */
export function useNoAnswer(): NoAnswer | null {
  const problem = useTelemetry(({ frame }) => frame?.problem ?? null);
  return useApp((state) => (problem === null ? null : noAnswerNow(state, { problem })));
}
