/** Whether files can be had now, or why not. */
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import type { Export } from '../../session/exporting/export.ts';

/** Of each of the files one sentence, each sentence once; none where some file can be had. */
export function useObstacles(entries: readonly Export[]): readonly string[] {
  const state = useApp((whole) => whole);
  const telemetry = useTelemetry((whole) => whole);
  const answers = entries.map((entry) => entry.enabled(state, telemetry));
  const reasons = answers.filter((answer) => answer !== true);
  return reasons.length < answers.length ? [] : [...new Set(reasons)];
}
