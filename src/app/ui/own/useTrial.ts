/** A trial of the simulator: 200 simulations in the sandbox, and what they say. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Script } from '../../../inference/simulators/own/scriptSystem.ts';
import { scriptSystem } from '../../../inference/simulators/own/scriptSystem.ts';
import { analyseTrial, type TrialAnalysis } from '../../../inference/simulators/own/trial.ts';
import type { TrialRun } from '../../../inference/simulators/own/trialRun.ts';
import { sideBySide } from '../../browser/cores.ts';
import type { OwnTools } from '../../session/own/ownSimulators.ts';

export const TRIED = 200;

export interface Trial {
  readonly script: Script;
  readonly run: TrialRun;
  readonly analysis: TrialAnalysis;
}

export interface TrialState {
  readonly trial: Trial | null;
  readonly running: boolean;
  /** Why there is none. */
  readonly problem: string | null;
  readonly start: (script: Script) => void;
  readonly stop: () => void;
  /** There was none. */
  readonly forget: () => void;
}

/**
 * @param added to the seeds
 * @param trainedOn simulations of the training that is to follow; null: as many as the page takes by itself
 */
export function useTrial(tools: OwnTools, added = 0, trainedOn: number | null = null): TrialState {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const controller = useRef<AbortController | null>(null);
  const seed = useRef(added);
  const stop = useCallback(() => {
    controller.current?.abort();
    controller.current = null;
    setRunning(false);
  }, []);
  useEffect(() => stop, [stop]);
  const start = useCallback(
    (script: Script) => {
      stop();
      const own = new AbortController();
      controller.current = own;
      seed.current += 1;
      setRunning(true);
      setProblem(null);
      tools.trial(script, seed.current, TRIED, own.signal).then(
        (run) => {
          if (own.signal.aborted) return;
          const system = scriptSystem(script);
          const simulations = trainedOn ?? system.budget(system.defaultDesign).simulations;
          const analysis = analyseTrial(run, script.declaration, { simulations, lanes: sideBySide() });
          setTrial({ script, run, analysis });
          setRunning(false);
        },
        (error: unknown) => {
          if (own.signal.aborted) return;
          setProblem(error instanceof Error ? error.message : String(error));
          setRunning(false);
        },
      );
    },
    [tools, trainedOn, stop],
  );
  const forget = useCallback(() => {
    stop();
    setTrial(null);
    setProblem(null);
  }, [stop]);
  return { trial, running, problem, start, stop, forget };
}
