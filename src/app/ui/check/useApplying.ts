/** Whether what was done to the posterior is not on screen yet. */
import { isApplying } from '../../readout/network/applying.ts';
import { useParts, useApp, useTelemetry } from '../hooks/hooks.ts';

export function useApplying(): boolean {
  const { store, telemetry } = useParts();
  const now = () => isApplying(store.getState(), telemetry.getState());
  // Either store may have changed.
  const ofState = useApp(now);
  const ofTelemetry = useTelemetry(now);
  return ofState && ofTelemetry;
}
