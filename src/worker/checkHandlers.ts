/** What runs the commands of checkCommands.ts. */
import { breathing } from './breathing.ts';
import { Transferred, type Handlers } from './dispatcher.ts';
import type { CheckCommands } from './checkCommands.ts';
import type { Commands } from './protocol.ts';
import { answerMany, buffersOf, takeMany } from './manyAnswers.ts';
import { checkMany } from './manyChecks.ts';
import type { PreparedChecks } from './preparedChecks.ts';
import type { TrainingSession } from './trainingSession.ts';

/** Does something with the study that is open; again, if its engine fails meanwhile. */
export type WorkOnStudy = <T>(task: (session: TrainingSession) => T | Promise<T>) => Promise<T>;

export function checkHandlers(
  of: PreparedChecks,
  work: WorkOnStudy,
): Handlers<CheckCommands & Pick<Commands, 'posterior.alter' | 'calibration.live'>> {
  return {
    'posterior.many': async ({ problem, s, draws }, { signal, progress }) => {
      const answers = await work(async (session) => {
        const subject = await session.checks.subject(problem);
        const score = session.missing === null ? await of(session).observations.outlierScore(subject) : null;
        return answerMany(session, subject, score, s, draws, breathing({ signal, progress }));
      });
      return new Transferred(answers, buffersOf(answers));
    },

    'posterior.takeMany': (params, { signal, progress }) =>
      work(async (session) =>
        takeMany(session, await session.checks.subject(params.problem), params, breathing({ signal, progress })),
      ),

    'observation.check': ({ problem, s }, { signal }) =>
      work(async (session) => of(session).observations.check(await session.checks.subject(problem), s, signal)),

    'observation.checkMany': ({ problem, s }, { signal, progress }) =>
      work(async (session) => {
        const breathe = breathing({ signal, progress });
        await checkMany(of(session), await session.checks.subject(problem), s, signal, (row, verdict, fraction) => {
          progress({ fraction, found: { row, verdict } });
          return breathe(fraction);
        });
        return null;
      }),

    'observation.local': ({ s }, { signal, progress }) =>
      work(async (session) => {
        const report = (fraction: number) => progress({ fraction });
        return of(session).observations.local(await session.checks.subject(), s, signal, report);
      }),

    'posterior.alter': (alteration) =>
      work((session) => {
        session.network.alteration = alteration;
        return null;
      }),

    'calibration.live': (_, { signal }) =>
      work((session) => {
        if (session.missing !== null) return null;
        return session.checks.live(breathing({ signal, progress: () => {} }), true);
      }),

    'mend.try': ({ problem }, { signal, progress }) =>
      work(async (session) =>
        of(session).mends.tryAll(await session.checks.subject(problem), signal, (fraction) => progress({ fraction })),
      ),

    'mend.weigh': async ({ problem, s, x, ...asked }, { signal, progress }) => {
      const report = (fraction: number) => progress({ fraction });
      const weighted = await work(async (session) => {
        const subject = await session.checks.subject(problem);
        return of(session).mends.weigh(subject, s, x, asked, signal, report);
      });
      return new Transferred(weighted, [weighted.draws.buffer, weighted.weights.buffer] as ArrayBuffer[]);
    },
  };
}
