/** The light of box 3, made again only when something that it hangs on has changed. */
import { useShallow } from 'zustand/react/shallow';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type TrustLight, trustLight } from '../../readout/text/trustLight.ts';
import { useParts } from '../hooks/hooks.ts';

export function useTrustLight(): TrustLight {
  const { store, telemetry } = useParts();
  const parts = useStore(
    store,
    useShallow(({ study, observation, results, trust, engine }) => ({ study, observation, results, trust, engine })),
  );
  const told = useStore(
    telemetry,
    useShallow(({ frame, finished, progress, pretrainedNotes, calibration, validation, trace }) => ({
      frame,
      finished,
      progress,
      pretrainedNotes,
      calibration,
      validation,
      trace,
    })),
  );
  return useMemo(() => trustLight(parts, told), [parts, told]);
}
