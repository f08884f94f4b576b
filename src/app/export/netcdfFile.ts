/** The answer as a NetCDF-4 file: what the page has of it, in the groups of ArviZ, with the study and the verdicts. */
import { loadPart } from '../../inference/parts/loadPart.ts';
import { recordOf } from '../../inference/observation/record.ts';
import { writeStudy } from '../../inference/study/document/document.ts';
import { posed, type SessionContext } from '../session/context.ts';
import { priorDraws, quantityDraws } from '../readout/figures/displayDraws.ts';
import { referenceKey } from '../readout/network/referenceKey.ts';
import { checksMade } from '../readout/text/checksMade.ts';
import { type ExportRequest, takeDraws } from '../session/posterior/posteriorDraws.ts';
import type { MadeFile } from '../session/exporting/export.ts';
import { markText } from '../../inference/correction/marks.ts';
import { weightNumbers } from '../../inference/correction/reweighting.ts';
import { VERSION } from './version.ts';
import { entryNames } from '../../inference/simulators/dataShape.ts';

/** Data sets predicted at the first draws, one a draw. */
const REPLICATED = 500;

export async function answerAsNetcdf(context: SessionContext, request: ExportRequest): Promise<MadeFile> {
  const { store, telemetry, engine } = context;
  const state = store.getState();
  const { system } = state.study;
  const observation = state.observation.current;
  const taken = await takeDraws(context, request);
  const { study, trained, quantities, values, theta, dim, weightsStep, weighting, exact, marks, notice } = taken;
  const altered = markText(marks);
  const { problem, seed } = study;
  const some = theta.slice(0, Math.min(theta.length, REPLICATED * dim));
  const { signal } = request;
  const [replicated, { arvizGroups }, { writeNetcdf }] = await Promise.all([
    engine.call('predictive.replicate', { ...posed(context, problem), thetas: some, seed }, { signal }),
    loadPart('writes NetCDF files', () => import('../../inference/export/arviz.ts')),
    loadPart('writes NetCDF files', () => import('../../inference/export/netcdf.ts')),
  ]);
  const { reference } = state.results;
  const answer = reference?.key === referenceKey(state) ? reference.answer : null;
  const displayed = (draws: Float64Array) => quantityDraws(draws, dim, quantities);
  const groups = arvizGroups({
    quantities,
    posterior: values,
    prior: displayed(priorDraws(system, problem, request.draws)),
    reference:
      answer?.kind === 'reference'
        ? { method: answer.method, label: answer.label, draws: displayed(answer.draws) }
        : null,
    summaryNames: entryNames(system.model(problem.design).s),
    replicated,
    s: observation.s,
    x: observation.x,
    altered,
  });
  const verdicts = checksMade(state, telemetry.getState()).map(
    ({ check, verdict }) => `${check}: ${verdict.level}. ${verdict.sentence}`,
  );
  const attributes = {
    title: `${system.name}: the posterior given ${system.conditionsOn(problem.design)}${altered === null ? '' : ` (${altered})`}`,
    altered: altered ?? 'none',
    conditions: taken.conditions.length === 0 ? 'none' : taken.conditions.join(' '),
    design: JSON.stringify(problem.design),
    creation_library: 'Posterior Playground',
    creation_library_version: VERSION,
    created_at: new Date().toISOString(),
    study: writeStudy({ study, observation: recordOf(observation), view: null }, context.catalogue),
    network_steps: weightsStep,
    network_priors: JSON.stringify(trained.priors),
    moved_prior_weights: weighting === null ? 'none' : `${weightNumbers(weighting)}. ${weighting.verdict.sentence}`,
    exact_likelihood_weights: exact === null ? 'none' : weightNumbers(exact),
    verdicts: verdicts.join('\n'),
  };
  const blob = new Blob([await writeNetcdf(attributes, groups)], { type: 'application/x-netcdf' });
  return { blob, marks, notice };
}
