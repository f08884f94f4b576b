/** Every parser of something untrusted. A new one is an entry here: `npm test` and `npm run fuzz` take them all. */
import { bombTargets } from './bombs.ts';
import { containerTargets } from './containers.ts';
import { documentTargets } from './documents.ts';
import { linkTargets } from './links.ts';
import { observationTargets } from './observations.ts';
import { studyMutations } from './studyMutations.ts';
import type { FuzzTarget } from './target.ts';
import { textTargets } from './textTables.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  ...containerTargets,
  ...observationTargets,
  ...documentTargets,
  ...studyMutations,
  ...bombTargets,
  ...linkTargets,
  ...textTargets,
];
