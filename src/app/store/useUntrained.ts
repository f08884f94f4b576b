import { untrainedText } from './circumstances.ts';
import { useApp, useTelemetry } from './hooks.ts';

/** Why there is no verdict on the network on screen yet, in a sentence; null where there may be one. */
export function useUntrained(): string | null {
  const warm = useApp((state) => state.engine.open?.info.warm ?? false);
  return useTelemetry((state) => untrainedText(state, warm));
}
