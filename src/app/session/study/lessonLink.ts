/** Links to lessons: `#lesson=ridge&step=3`. The step is its number from 1, or its name; `seed` moves all seeds; `lecture=1` opens it large. */
import { fewOf } from '../../../inference/math/shown.ts';
import { flag, hashOf, pairsOf, suggestion, whole } from '../../../inference/study/link/linkText.ts';
import { seedLimits } from '../../../inference/study/document/schema.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';

interface LessonLink {
  readonly lesson: string;
  readonly step: string | null;
  readonly seed: number;
  readonly lecture: boolean;
}

export type LessonLinkReading =
  | { readonly ok: true; readonly link: LessonLink }
  | { readonly ok: false; readonly problems: readonly string[] };

const KEYS = ['lesson', 'step', 'seed', 'lecture'];
/** Of a name in a link. */
const LONGEST = 60;

/** Whether a hash is meant for a lesson. */
export function isLessonLink(hash: string): boolean {
  return /^#?(?:.*&)?lesson=/.test(hash);
}

export function readLessonLink(hash: string): LessonLinkReading {
  const { pairs, problems } = pairsOf(hash);
  const lesson = pairs.get('lesson') ?? '';
  if (lesson === '' || lesson.length > LONGEST) {
    problems.push('lesson needs the name of a lesson, as in lesson=ninety-seconds.');
  }
  for (const key of pairs.keys()) {
    if (!KEYS.includes(key)) {
      problems.push(`"${key.slice(0, LONGEST)}" is not known beside a lesson; ${suggestion(key, KEYS)}`);
    }
  }
  const seed = pairs.has('seed') ? whole(seedLimits).read(pairs.get('seed') ?? '') : null;
  if (seed !== null && !seed.ok) problems.push(`seed ${seed.problem}.`);
  const lecture = pairs.has('lecture') ? flag.read(pairs.get('lecture') ?? '') : null;
  if (lecture !== null && !lecture.ok) problems.push(`lecture ${lecture.problem}.`);
  if (problems.length > 0) return { ok: false, problems: fewOf(problems) };
  const step = pairs.get('step')?.slice(0, LONGEST) ?? null;
  return {
    ok: true,
    link: { lesson, step, seed: seed?.ok ? seed.value : 0, lecture: lecture?.ok === true && lecture.value },
  };
}

/** @returns the hash without "#" */
export function lessonLink({ id, step, seed, lecture }: Pick<OpenLesson, 'id' | 'step' | 'seed' | 'lecture'>): string {
  return hashOf([
    ['lesson', id],
    ['step', String(step + 1)],
    ...(seed === 0 ? [] : [['seed', String(seed)] as const]),
    ...(lecture ? [['lecture', '1'] as const] : []),
  ]);
}
