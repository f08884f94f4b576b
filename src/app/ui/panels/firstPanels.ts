/** The panels that a first visit sees: those of allPanels.ts that are not of the full page alone, nor of a tab. */
import { priorsPanel } from '../assume/PriorsPanel.tsx';
import { sandboxPanel } from '../check/SandboxCard.tsx';
import { observationPanel } from '../data/ObservationPanel.tsx';
import { posteriorPanel } from '../infer/CornerPanel.tsx';
import { drawnPanel } from '../infer/DrawnPanel.tsx';
import { pinnedRunsPanel } from '../infer/PinnedRuns.tsx';
import { ofNpe, type Panel } from './panel.ts';

export const firstPanels: readonly Panel[] = [
  priorsPanel,
  observationPanel,
  ofNpe(posteriorPanel),
  ofNpe(drawnPanel),
  ofNpe(pinnedRunsPanel),
  ofNpe(sandboxPanel),
];
