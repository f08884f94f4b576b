import { untrainedText } from '../../readout/text/circumstances.ts';
import { useTelemetry } from './hooks.ts';

/**
 * Why there is no verdict on the network on screen yet, in a sentence; null where there may be one.
 * @param judged as of untrainedText
 */
export function useUntrained(judged?: number): string | null {
  return useTelemetry((state) => untrainedText(state, judged));
}
