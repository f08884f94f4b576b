/**
 * Every panel of the page, by column and from top to bottom. Adding one: its definition, beside its component; its name in
 * browser/anchor.ts; its place in this list, and in words in places.ts. The list is loaded when more is shown than a first visit
 * sees (knownPanels.ts).
 */
import { designPanel } from '../assume/DesignFold.tsx';
import { learnerPanel } from '../assume/LearnerPanel.tsx';
import { nuisancesPanel } from '../assume/NuisancesPanel.tsx';
import { priorsPanel } from '../assume/PriorsPanel.tsx';
import { modesPanel } from '../assume/ProminentDesign.tsx';
import { retrainingPanel } from '../assume/RetrainSwitch.tsx';
import { trainingPanel } from '../assume/TrainingFold.tsx';
import { calibrationPanel } from '../check/CalibrationCard.tsx';
import { correctionPanel } from '../check/CorrectionCard.tsx';
import { coveragePanel } from '../check/CoverageCard.tsx';
import { coverageAtTruthPanel } from '../check/CredibleFold.tsx';
import { finalCheckPanel } from '../check/FinalCheck.tsx';
import { identifiabilityPanel } from '../check/IdentifiabilityCard.tsx';
import { learningPanel } from '../check/LearningCard.tsx';
import { observationChecksPanel } from '../check/ObservationCard.tsx';
import { profileLikelihoodPanel } from '../check/ProfileFold.tsx';
import { sandboxPanel } from '../check/SandboxCard.tsx';
import { hikersPanel } from '../concepts/HikersFold.tsx';
import { ledgerPanel } from '../concepts/LedgerFold.tsx';
import { focusPanel } from '../concepts/FocusFold.tsx';
import { moreSimulationsPanel } from '../concepts/MoreSimulationsFold.tsx';
import { networkSpreadPanel } from '../concepts/NetworkSpreadFold.tsx';
import { nuisanceTrialPanel } from '../concepts/NuisanceTrialFold.tsx';
import { pixelsPanel } from '../concepts/PixelsFold.tsx';
import { batchPanel } from '../infer/batch/BatchPanel.tsx';
import { drawnPanel } from '../infer/DrawnPanel.tsx';
import { learntPanel } from '../infer/LearntPanel.tsx';
import { posteriorPanel } from '../infer/CornerPanel.tsx';
import { observationPanel } from '../data/ObservationPanel.tsx';
import { readingWidthsPanel } from '../data/WidthStrip.tsx';
import { pinnedRunsPanel } from '../infer/PinnedRuns.tsx';
import { flowPanel } from '../infer/FlowPanel.tsx';
import { rejectionPanel } from '../infer/RejectionPanel.tsx';
import { ridgePanel } from '../infer/RidgePanel.tsx';
import { ofNpe, type Panel } from './panel.ts';

export const panels: readonly Panel[] = [
  modesPanel,
  learnerPanel,
  priorsPanel,
  nuisancesPanel,
  designPanel,
  ofNpe(trainingPanel),
  retrainingPanel,
  observationPanel,
  readingWidthsPanel,
  learntPanel,
  ofNpe(posteriorPanel),
  ofNpe(ridgePanel),
  ofNpe(flowPanel),
  ofNpe(rejectionPanel),
  ofNpe(batchPanel),
  ofNpe(drawnPanel),
  ofNpe(pinnedRunsPanel),
  ofNpe(learningPanel),
  ofNpe(moreSimulationsPanel),
  ofNpe(calibrationPanel),
  ofNpe(coveragePanel),
  ofNpe(finalCheckPanel),
  ofNpe(observationChecksPanel),
  ofNpe(focusPanel),
  ofNpe(correctionPanel),
  ofNpe(sandboxPanel),
  ofNpe(coverageAtTruthPanel),
  ofNpe(identifiabilityPanel),
  profileLikelihoodPanel,
  ofNpe(pixelsPanel),
  hikersPanel,
  ofNpe(nuisanceTrialPanel),
  ofNpe(networkSpreadPanel),
  ofNpe(ledgerPanel),
];
