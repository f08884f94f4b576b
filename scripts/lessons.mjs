/**
 * Walks every lesson on the built page, by its own demonstrations, with the seeds that it has and with others (npm run lessons):
 * too long for every run of the tests. Needs `npm run build` before.
 */
import { spawnSync } from 'node:child_process';

for (const seed of ['0', '1']) {
  console.log(`\nLessons with seeds + ${seed}`);
  const env = { ...process.env, LESSONS: 'all', LESSON_SEED: seed };
  const run = spawnSync('npx', ['playwright', 'test', '--project=desktop', 'lessons', '-g', 'walked'], {
    env,
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exitCode = 1;
}
