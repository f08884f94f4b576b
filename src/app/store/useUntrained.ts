import { untrainedText } from './circumstances.ts';
import { useTelemetry } from './hooks.ts';

/** Why there is no verdict on the network on screen yet, in a sentence; null where there may be one. */
export function useUntrained(): string | null {
  return useTelemetry(untrainedText);
}
