/**
 * What the user assumes: system, design, priors, nuisances, training settings, seed. Pure transitions from one slice to
 * the next; the network that the engine holds may lag behind (see engineSlice.ts).
 */
import type { Prior } from '../../inference/priors/prior.ts';
import type { Capabilities } from '../../inference/simulators/capabilities.ts';
import { defaultProblem, problemChange } from '../../inference/simulators/problem.ts';
import type { Design, DesignValue, NuisanceSetting, Problem, System } from '../../inference/simulators/system.ts';
import { defaultStudy } from '../../inference/study/defaults.ts';
import type { AnyLearner, LearnerChoice } from '../../inference/learners/learner.ts';
import { sorted } from '../../inference/study/sorted.ts';
import type { Study } from '../../inference/study/study.ts';
import { defaultTraining } from '../../inference/training/defaults.ts';
import type { TrainingSettings } from '../../inference/training/settings.ts';

export interface StudySlice {
  readonly system: System;
  readonly problem: Problem;
  readonly training: TrainingSettings;
  readonly seed: number;
  /** Nuisance parameters that training holds fixed although the data draw them (the sandbox). */
  readonly ignored: readonly string[];
  /** Who learns, where it is not NPE. */
  readonly learner?: LearnerChoice;
}

/** A system with all its defaults. */
export function studySlice(system: System, seed?: number): StudySlice {
  return { system, ...defaultStudy(system, seed), ignored: [] };
}

/** What can be done with the system, in the study's design. */
export function capabilitiesOf({ system, problem }: Pick<StudySlice, 'system' | 'problem'>): Capabilities {
  return system.capabilities(problem.design);
}

export function withPrior(slice: StudySlice, key: string, prior: Prior): StudySlice {
  return { ...slice, problem: { ...slice.problem, priors: { ...slice.problem.priors, [key]: prior } } };
}

export function withNuisance(slice: StudySlice, key: string, change: Partial<NuisanceSetting>): StudySlice {
  const nuisances = { ...slice.problem.nuisances, [key]: { ...slice.problem.nuisances[key], ...change } };
  return { ...slice, problem: { ...slice.problem, nuisances } };
}

export function withDesignField(slice: StudySlice, key: string, value: DesignValue): StudySlice {
  return withDesign(slice, { ...slice.problem.design, [key]: value });
}

/**
 * Another design. Parameters whose default does not depend on what was changed keep the prior that the user gave them;
 * the others (a range that belongs to one mode) fall back to the new design's default. Training settings that the user
 * has left alone follow the design.
 */
export function withDesign(slice: StudySlice, changed: Design): StudySlice {
  const { system } = slice;
  const design = system.completeDesign ? system.completeDesign(changed) : changed;
  const before = defaultProblem(system, slice.problem.design);
  const after = defaultProblem(system, design);
  const kept = <T>(
    now: Readonly<Record<string, T>>,
    old: Readonly<Record<string, T>>,
    next: Readonly<Record<string, T>>,
  ) =>
    Object.fromEntries(
      Object.keys(next).map((key) => [key, key in now && same(old[key], next[key]) ? now[key] : next[key]]),
    );
  const training = same(slice.training, defaultTraining(system, slice.problem.design))
    ? defaultTraining(system, design)
    : slice.training;
  return {
    ...slice,
    training,
    problem: {
      system: system.id,
      design: after.design,
      priors: kept(slice.problem.priors, before.priors, after.priors),
      nuisances: kept(slice.problem.nuisances, before.nuisances, after.nuisances),
    },
  };
}

export function withTraining(slice: StudySlice, change: Partial<TrainingSettings>): StudySlice {
  return { ...slice, training: { ...slice.training, ...change } };
}

export function withSeed(slice: StudySlice, seed: number): StudySlice {
  return { ...slice, seed: seed >>> 0 };
}

export function withIgnored(slice: StudySlice, ignored: readonly string[]): StudySlice {
  return { ...slice, ignored };
}

/** @param learner null: NPE. Settings begin as the learner has them. */
export function withLearner(slice: StudySlice, learner: AnyLearner | null): StudySlice {
  const { learner: _, ...rest } = slice;
  return learner === null ? rest : { ...rest, learner: { id: learner.id, settings: learner.defaults } };
}

export function withLearnerSetting(slice: StudySlice, key: string, value: DesignValue): StudySlice {
  const { learner } = slice;
  if (learner === undefined) return slice;
  return { ...slice, learner: { ...learner, settings: { ...learner.settings, [key]: value } } };
}

export function studyOf({ problem, training, seed, ignored, learner }: StudySlice): Study {
  const others = { ...(ignored.length > 0 ? { ignored } : {}), ...(learner === undefined ? {} : { learner }) };
  return { problem, training, seed, ...others };
}

/** Equal for studies that train in the same way, whatever their problems are and however they were put together. */
export function settingsKey({ training, seed, ignored = [], learner }: Study): string {
  // The settings of NPE are of no other learner.
  if (learner !== undefined) return `${learner.id}|${JSON.stringify(sorted(learner.settings))}|${seed}`;
  const settings = Object.entries(training).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(settings)}|${seed}|${ignored.join(' ')}`;
}

/** Whether two studies give the same network, however they were put together. */
export function sameStudy(a: Study, b: Study): boolean {
  return problemChange(a.problem, b.problem) === 'none' && settingsKey(a) === settingsKey(b);
}

/** Structural equality of JSON values whose keys were written in the same order. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
