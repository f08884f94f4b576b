/** Sound study documents of every system, changed in every part that a document has, for property tests (fast-check). */
import fc from 'fast-check';
import { flowPresets, type FlowPreset } from '../../flow/spec.ts';
import { addNoise } from '../../observation/addedNoise.ts';
import { editObservation, simulateObservation } from '../../observation/observation.ts';
import { recordOf, type ObservationRecord } from '../../observation/record.ts';
import { soundPrior } from '../../priors/testing/prior.arbitrary.ts';
import { type Prior, support } from '../../priors/prior.ts';
import { changedDesign } from '../../simulators/designText.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import { systems } from '../../simulators/registry.ts';
import type { Design, DesignField, DesignValue, ParameterSpec, Problem, System } from '../../simulators/system.ts';
import { trainingLimits } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { defaultTruth } from '../defaults.ts';
import type { StudyDocument } from '../document/document.ts';
import { LONGEST_TASK, LONGEST_TITLE, taskFault, titleFault } from '../document/classWords.ts';
import { type ControlName, type ViewRecord, controlNames } from '../document/view.ts';

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** Names that a page might be hurt by. */
const fileName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('<img src=x onerror=alert(1)>', '&system=sir#', '\ud800', 'a b+c%20.csv', '"\'`'),
);

function designOf(system: System): fc.Arbitrary<Design> {
  const fields = Object.fromEntries(
    system.designFields
      .filter(({ kind }) => kind !== 'numbers')
      .map((field) => [field.key, fc.option(fieldValue(field), { nil: undefined })]),
  );
  return fc.record(fields).map((changes) => {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined) as [string, DesignValue][];
    return changedDesign(system, Object.fromEntries(given));
  });
}

function fieldValue(field: DesignField): fc.Arbitrary<DesignValue> {
  switch (field.kind) {
    case 'number':
      // Not up to the ends: long records take long to simulate.
      return field.integer
        ? fc.integer({ min: field.low, max: Math.ceil(Math.max(field.low, field.high / 4)) })
        : fc.double({ min: field.low, max: Math.max(field.low, field.high / 4), noNaN: true });
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => value));
    case 'switch':
      return fc.boolean();
    case 'numbers':
      return fc.constant([]);
    default:
      return field satisfies never;
  }
}

/** A prior inside the parameter's domain, or its default. */
function priorOf({ domain, defaultPrior }: ParameterSpec): fc.Arbitrary<Prior> {
  return soundPrior.map((prior) => {
    const { low, high } = support(prior);
    return low >= domain.low && high <= domain.high ? prior : defaultPrior;
  });
}

function problemOf(system: System): fc.Arbitrary<Problem> {
  return designOf(system).chain((design) => {
    const defaults = defaultProblem(system, design);
    const priors = fc.record(Object.fromEntries(system.parameters(design).map((spec) => [spec.key, priorOf(spec)])));
    const nuisances = fc.record(
      Object.fromEntries(
        system.nuisances(design).map((spec) => [
          spec.key,
          fc.record({
            mode: fc.constantFrom('fixed' as const, 'marginalised' as const),
            value: fc.constantFrom(spec.fixedValue, spec.slider.low, spec.slider.high),
            prior: priorOf(spec),
          }),
        ]),
      ),
    );
    return fc.record({ priors, nuisances }).map((given) => ({ ...defaults, ...given }));
  });
}

function limited(name: keyof typeof trainingLimits): fc.Arbitrary<number> {
  const { low, high } = trainingLimits[name];
  return fc.double({ min: low, max: high, noNaN: true });
}

function limitedWhole(name: keyof typeof trainingLimits): fc.Arbitrary<number> {
  const { low, high } = trainingLimits[name];
  return fc.integer({ min: low, max: high });
}

const training: fc.Arbitrary<TrainingSettings> = fc.record({
  simulations: limitedWhole('simulations'),
  fresh: fc.boolean(),
  amortisesPriors: fc.boolean(),
  members: limitedWhole('members'),
  preset: fc.constantFrom(...(Object.keys(flowPresets) as FlowPreset[])),
  batchSize: limitedWhole('batchSize'),
  epochs: limitedWhole('epochs'),
  learningRate: limited('learningRate'),
  schedule: fc.constantFrom('cosine' as const, 'constant' as const),
  patience: limitedWhole('patience'),
  weightPriorSd: fc.option(limited('weightPriorSd'), { nil: null }),
  clipNorm: limited('clipNorm'),
  validationFraction: limited('validationFraction'),
});

function observationOf(system: System, problem: Problem): fc.Arbitrary<ObservationRecord | null> {
  const { allowed, space } = system.view(problem.design);
  const truth = defaultTruth(system, problem.design);
  const known = seed.map((noise) => simulateObservation(system, problem, truth, null, noise));
  const edited = fc
    .tuple(known, fc.nat({ max: 3 }), fc.double({ min: allowed.low, max: allowed.high, noNaN: true }), fc.boolean())
    .map(([observation, entry, value, noisy]) => {
      const length = (space === 'x' ? observation.x : observation.s)?.length ?? 1;
      const moved = editObservation(system, observation, entry % length, value);
      return recordOf(noisy ? addNoise(system, moved, new Float64Array(length).fill(0.1), 1) : moved);
    });
  // Data of the default problem: those of a wild prior may be no file's.
  const ofFile = fc.tuple(seed, fileName).map(([noise, name]) => {
    const observation = simulateObservation(system, defaultProblem(system, problem.design), truth, null, noise);
    return recordOf({ ...observation, source: { kind: 'file', name }, truth: null });
  });
  return fc.oneof(fc.constant(null), known.map(recordOf), edited, ofFile);
}

function viewOf(system: System, { design }: Problem): fc.Arbitrary<ViewRecord | null> {
  const shown = system.display(design).map(({ key }) => key);
  const offered = [...shown, ...system.derived(design).map(({ key }) => key)];
  const keys = system.nuisances(design).map(({ key }) => key);
  const nuisances: readonly (string | null)[] = keys.length > 0 ? keys : [null];
  const controls = fc.subarray(Object.keys(controlNames) as ControlName[]);
  return fc.option(
    fc
      .record({
        column: fc.constantFrom('assume' as const, 'infer' as const, 'check' as const),
        tab: fc.constantFrom('posterior' as const, 'ridge' as const, 'rejection' as const),
        zoomed: fc.boolean(),
        corner: fc.option(fc.subarray(shown, { minLength: 1 }), { nil: null }),
        ridge: fc.record({
          axes: fc.option(fc.tuple(fc.constantFrom(...offered), fc.constantFrom(...offered)), { nil: null }),
          scale: fc.constantFrom('log' as const, 'linear' as const),
        }),
        flow: fc.record({
          layer: fc.option(fc.nat(20), { nil: null }),
          axes: fc.constant(null),
        }),
        rejection: fc.record({
          tolerance: fc.option(fc.double({ min: 1e-3, max: 10, noNaN: true }), { nil: null }),
          summaries: fc.option(fc.array(fc.nat(8), { minLength: 1, maxLength: 2 }), { nil: null }),
          quantity: fc.option(fc.constantFrom(...offered), { nil: null }),
          simulations: fc.integer({ min: 100, max: 200_000 }),
        }),
        concepts: fc.record({
          window: fc.option(fc.constantFrom('4', shown[0]), { nil: null }),
          nuisance: fc.option(fc.constantFrom(...nuisances), { nil: null }),
        }),
        retrain: fc.boolean(),
        start: fc.constantFrom(true, false, 'untrained' as const, 'train' as const),
        engine: fc.constantFrom('fastest', 'reproducible'),
        words: fc.record(
          { title: classText(LONGEST_TITLE, titleFault), task: classText(LONGEST_TASK, taskFault) },
          { requiredKeys: [] },
        ),
        hidden: controls,
        locked: controls,
      })
      .map(({ words, ...view }) => ({ ...view, ...words })),
    { nil: null },
  );
}

/** Texts that a page might be hurt by among them, as long as they are plain. */
function classText(longest: number, fault: (text: string) => string | null): fc.Arbitrary<string> {
  const hostile = fc.constantFrom(
    '<b onclick=x>&amp;</b>',
    '&system=sir#v=2',
    '100 % + %41 "\'`',
    'α β 雨 🌧',
    '[[sbc]] $x$ **a**',
  );
  return fc
    .oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: longest }), hostile)
    .filter((text) => fault(text) === null);
}

export const studyDocument: fc.Arbitrary<StudyDocument> = fc.constantFrom(...systems).chain((system) =>
  problemOf(system).chain((problem) => {
    const ignored = fc.subarray(system.nuisances(problem.design).map(({ key }) => key));
    const study = fc
      .record({ training, seed, ignored })
      .map(({ ignored: keys, ...rest }) => ({ problem, ...rest, ...(keys.length > 0 ? { ignored: keys } : {}) }));
    return fc.record({ study, observation: observationOf(system, problem), view: viewOf(system, problem) });
  }),
);
