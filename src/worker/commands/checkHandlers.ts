/** What runs the commands of checkCommands.ts. */
import { reportAndYieldFor } from '../rpc/reportAndYield.ts';
import { Transferred, type Handlers } from '../rpc/dispatcher.ts';
import type { CheckCommands } from './checkCommands.ts';
import type { Commands } from './protocol.ts';
import { answerBatch, buffersOf, exportBatch } from '../run/npe/batchAnswers.ts';
import { checkBatch } from '../run/npe/batchChecks.ts';
import type { PreparedChecks } from '../run/npe/preparedChecks.ts';
import type { TrainingSession } from '../run/npe/trainingSession.ts';

/** Does something with the study that is open; again, if its engine fails meanwhile. */
export type WorkOnStudy = <T>(task: (session: TrainingSession) => T | Promise<T>) => Promise<T>;

export function checkHandlers(
  of: PreparedChecks,
  work: WorkOnStudy,
): Handlers<CheckCommands & Pick<Commands, 'posterior.transform' | 'calibration.live'>> {
  return {
    'batch.answer': async ({ problem, s, draws }, { signal, progress }) => {
      const answers = await work(async (session) => {
        const subject = await session.checks.subject(problem);
        const score = session.missing === null ? await of(session).observations.outlierScore(subject) : null;
        return answerBatch(session, subject, score, s, draws, reportAndYieldFor({ signal, progress }));
      });
      return new Transferred(answers, buffersOf(answers));
    },

    'batch.export': (params, { signal, progress }) =>
      work(async (session) =>
        exportBatch(
          session,
          await session.checks.subject(params.problem),
          params,
          reportAndYieldFor({ signal, progress }),
        ),
      ),

    'observation.check': ({ problem, s }, { signal }) =>
      work(async (session) => of(session).observations.check(await session.checks.subject(problem), s, signal)),

    'batch.check': ({ problem, s }, { signal, progress }) =>
      work(async (session) => {
        const reportAndYield = reportAndYieldFor({ signal, progress });
        await checkBatch(of(session), await session.checks.subject(problem), s, signal, (row, verdict, fraction) => {
          progress({ fraction, found: { row, verdict } });
          return reportAndYield(fraction);
        });
        return null;
      }),

    'observation.local': ({ s }, { signal, progress }) =>
      work(async (session) => {
        const report = (fraction: number) => progress({ fraction });
        return of(session).observations.local(await session.checks.subject(), s, signal, report);
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
      work(async (session) =>
        of(session).corrections.tryAll(await session.checks.subject(problem), signal, (fraction) =>
          progress({ fraction }),
        ),
      ),

    'importance.weigh': async ({ problem, s, x, ...asked }, { signal, progress }) => {
      const report = (fraction: number) => progress({ fraction });
      const weighted = await work(async (session) => {
        const subject = await session.checks.subject(problem);
        return of(session).corrections.weigh(subject, s, x, asked, signal, report);
      });
      return new Transferred(weighted, [weighted.draws.buffer, weighted.weights.buffer] as ArrayBuffer[]);
    },
  };
}
