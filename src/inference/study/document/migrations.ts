/**
 * Study documents of older versions, brought up to the present one step by step. A step moves members about and checks
 * nothing: what comes out is checked as if it had been written so.
 */
import { VERSION } from './schema.ts';

type Members = Readonly<Record<string, unknown>>;

/** Step i goes from version i + 1 to version i + 2. */
const steps: readonly ((members: Members) => Members)[] = [
  // Version 1 held the study alone, its members at the top.
  ({ kind, version, ...study }) => ({ kind, version: Number(version) + 1, study, observation: null, view: null }),
];

/** The members as the present version has them, or a sentence that says why they cannot be read. */
export function migrated(content: unknown): Members | string {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return 'The document is not an object; save the study again.';
  }
  const members = content as Members;
  const { version } = members;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > VERSION) {
    const given = version === undefined ? 'missing' : JSON.stringify(version).slice(0, 40);
    return `version is ${given}; this page reads versions 1 to ${VERSION}: open the document with the version of the page that wrote it.`;
  }
  return steps.slice(version - 1).reduce((older, step) => step(older), members);
}
