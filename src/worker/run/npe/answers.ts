/** What answers the questions of questions.ts. What writes the files is loaded when the first is wanted. */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { type Handlers, Transferred } from '../../rpc/dispatcher.ts';
import { reportAndYieldFor } from '../../rpc/reportAndYield.ts';
import { checkBatch } from './batchChecks.ts';
import { networkLayers } from './networkLayers.ts';
import { networkPixels } from './networkPixels.ts';
import type { Prepared, PreparedChecks } from './preparedChecks.ts';
import type { NpeQuestions } from './questions.ts';
import type { TrainingSession } from './trainingSession.ts';

/** The run that is open, as its host lends it. */
export interface NpeRun {
  /** Does something with it; again, if its engine fails meanwhile. */
  readonly work: <T>(task: (session: TrainingSession) => T | Promise<T>) => Promise<T>;
  /** Waits for training that is being paused. */
  readonly paused: () => Promise<void>;
}

export function npeAnswers(
  { work, paused }: NpeRun,
  catalogue: SystemCatalogue,
  of: PreparedChecks,
  fresh: () => Prepared,
): Handlers<NpeQuestions> {
  return {
    'posterior.draw': async ({ s, draws, priors }) => {
      // While a run is being paused, the network to draw from is that of the step at which it comes to rest.
      await paused();
      const answer = await work((session) => {
        if (priors !== null) session.network.ask(priors);
        return session.answers.draw(s, draws);
      });
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'flow.layers': async ({ s, draws, points }) => {
      const layers = await work((session) => networkLayers(session.network, s, draws, points, () => performance.now()));
      const { states, logDensity, theta, logDensityTheta } = layers;
      return new Transferred(
        layers,
        [states, logDensity, theta, logDensityTheta].map(({ buffer }) => buffer as ArrayBuffer),
      );
    },

    'posterior.pixels': async (asked, context) => {
      const pixels = await work((session) =>
        networkPixels(session.network, asked, { now: () => performance.now(), onChunk: reportAndYieldFor(context) }),
      );
      return new Transferred(pixels, [pixels.gradient.buffer as ArrayBuffer]);
    },

    'posterior.take': async ({ s, draws }, context) => {
      const answer = await work((session) => session.answers.take(s, draws, reportAndYieldFor(context)));
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'calibration.run': ({ problem, datasets, draws }, context) =>
      work((session) => session.checks.final(datasets, draws, reportAndYieldFor(context), problem)),

    'loss.floor': ({ datasets, draws }, context) =>
      work((session) => session.checks.floor(datasets, draws, reportAndYieldFor(context))),

    'coverage.at': ({ problem, theta, datasets, draws }, context) =>
      work((session) => session.checks.coverageAt(theta, datasets, draws, reportAndYieldFor(context), problem)),

    'batch.answer': async ({ problem, s, draws }, { signal, progress }) => {
      const { answerBatch, buffersOf } = await batches();
      const answers = await work(async (session) => {
        const subject = await session.checks.subject(problem);
        const outlier =
          session.missing === null
            ? await of(session).observations.outliers(subject, s)
            : new Float64Array(s.length / subject.standardiser.mean.length).fill(Number.NaN);
        return answerBatch(session, subject, outlier, s, draws, reportAndYieldFor({ signal, progress }));
      });
      return new Transferred(answers, buffersOf(answers));
    },

    'batch.export': async (params, { signal, progress }) => {
      const { exportBatch } = await batches();
      const report = reportAndYieldFor({ signal, progress });
      return work(async (session) =>
        exportBatch(session, await session.checks.subject(params.problem), params, report),
      );
    },

    'observation.check': ({ problem, s }, { signal }) =>
      work(async (session) => {
        const { observations } = of(session);
        return observations.check(await session.checks.subject(problem), s, signal);
      }),

    'batch.check': async ({ problem, s }, { signal, progress }) => {
      return work(async (session) => {
        const reportAndYield = reportAndYieldFor({ signal, progress });
        await checkBatch(of(session), await session.checks.subject(problem), s, signal, (row, verdict, fraction) => {
          progress({ fraction, found: { row, verdict } });
          return reportAndYield(fraction);
        });
        return null;
      });
    },

    'observation.focus': async (asked, { signal, progress }) => {
      const { focusOn } = await loadPart('trains in rounds', () => import('./rounds/focus.ts'));
      const report = reportAndYieldFor({ signal, progress });
      const focused = await work((session) => focusOn(session, fresh(), asked, signal, report));
      return new Transferred(focused, [focused.draws.buffer as ArrayBuffer]);
    },

    'simulations.more': async (_, { signal, progress }) => {
      const { trainOnParts } = await loadPart('trains on parts', () => import('./trainOnParts.ts'));
      return work((session) => trainOnParts(session, signal, reportAndYieldFor({ signal, progress })));
    },

    'observation.local': ({ s }, { signal, progress }) =>
      work(async (session) => {
        const report = (fraction: number) => progress({ fraction });
        const { observations } = of(session);
        return observations.local(await session.checks.subject(), s, signal, report);
      }),

    'posterior.transform': (transform) =>
      work((session) => {
        session.network.transform = transform;
        return null;
      }),

    'calibration.live': (_, { signal }) =>
      work((session) => {
        if (session.missing !== null) return null;
        return session.checks.live(reportAndYieldFor({ signal, progress: () => {} }), true);
      }),

    'correction.try': ({ problem }, { signal, progress }) =>
      work(async (session) => {
        const { corrections } = of(session);
        return corrections.tryAll(await session.checks.subject(problem), signal, (fraction) => progress({ fraction }));
      }),

    'importance.weigh': async ({ problem, s, x, ...asked }, { signal, progress }) => {
      const report = (fraction: number) => progress({ fraction });
      const weighted = await work(async (session) => {
        const subject = await session.checks.subject(problem);
        const { corrections } = of(session);
        return corrections.weigh(subject, s, x, asked, signal, report);
      });
      return new Transferred(weighted, [weighted.draws.buffer, weighted.weights.buffer] as ArrayBuffer[]);
    },

    'network.file': async ({ format, verdicts }) => {
      const { network, study, step, score } = await work(async (session) => {
        const trained = await session.network.trained();
        const compares = format === 'onnx' && session.missing === null;
        const { observations } = of(session);
        const score = compares ? await observations.outlierScore(await session.checks.subject()) : null;
        // The program that goes with the file knows no features.
        return { ...trained, score: score?.ofFeatures === true ? null : score };
      });
      const { networkFile } = await loadPart(
        'writes networks as files',
        () => import('../../../inference/export/networkFile.ts'),
      );
      const bytes = networkFile(format, catalogue, study, network, step, verdicts, score);
      return new Transferred(bytes, [bytes.buffer]);
    },
  };
}

function batches() {
  return loadPart('answers many observations', () => import('./batchAnswers.ts'));
}
