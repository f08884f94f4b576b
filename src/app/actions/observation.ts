/** Actions that make another observation of the one on screen. */
import { AudioLines, Pause, Play, RotateCcw, Sparkles, Undo2 } from 'lucide-react';
import { readingStream } from '../readout/network/readingStream.ts';
import { knownNoise } from '../readout/figures/knownNoise.ts';
import { capabilitiesOf } from '../store/studySlice.ts';
import { detailOf } from '../store/controls.ts';
import type { Action } from './action.ts';
import { pairsObstacle, simulatorObstacle } from '../readout/network/obstacles.ts';

export const newNoise: Action = {
  id: 'new-noise',
  control: 'truth',
  description:
    'Simulate again with new noise at the same true values; for a table of simulations, show another held-out row',
  label: ({ study, view }) => {
    if (capabilitiesOf(study).simulate !== true) return 'Another row';
    return detailOf(view) === 'full' ? 'New noise' : 'Other data';
  },
  icon: () => Sparkles,
  shortcut: 'n',
  enabled: (state) => pairsObstacle(state) ?? true,
  perform: ({ session, store }) =>
    session.observationEditing.simulate((store.getState().observation.noiseSeed + 1) >>> 0),
};

export const simulateAgain: Action = {
  id: 'simulate-again',
  control: 'truth',
  description: 'Simulate the observation again with the same noise seed',
  label: () => 'Simulate again',
  icon: () => RotateCcw,
  shortcut: null,
  enabled: (state) => {
    const obstacle = simulatorObstacle(state);
    if (obstacle !== null) return obstacle;
    const { observation } = state;
    const { source } = observation.current;
    const same = source.kind === 'simulated' && source.seed === observation.noiseSeed;
    return same ? 'The observation on screen is already the one simulated with this seed.' : true;
  },
  perform: ({ session, store }) => session.observationEditing.simulate(store.getState().observation.noiseSeed),
};

export const addNoise: Action = {
  id: 'add-noise',
  control: 'observation',
  description:
    'Add noise to the present data, as large as their error bars or as a tenth of their spread under the prior',
  label: () => 'Add noise',
  icon: () => AudioLines,
  shortcut: null,
  enabled: (state) => {
    const obstacle = simulatorObstacle(state);
    if (obstacle !== null) return obstacle;
    const { study, observation, results } = state;
    const known = knownNoise(study.system, observation.current, results.priorBands) !== null;
    return known ? true : 'The spread of the data under the prior is still being computed.';
  },
  perform: ({ session }) => session.observationEditing.addNoise(),
};

export const playReadings: Action = {
  id: 'play-readings',
  control: 'observation',
  description: 'Let the readings come in one by one, or stop them',
  label: ({ observation }) => (observation.stream.playing ? 'Stop' : 'Play'),
  icon: ({ observation }) => (observation.stream.playing ? Pause : Play),
  shortcut: 'v',
  enabled: (state) => (readingStream(state).most > 1 ? true : 'The readings of this design do not come in one by one.'),
  perform({ session, store }) {
    if (store.getState().observation.stream.playing) session.readingPlay.pause();
    else session.readingPlay.play();
  },
  underWay: ({ observation }) => observation.stream.playing,
};

export const undoObservation: Action = {
  id: 'undo-observation',
  control: 'observation',
  description: 'Undo the last change to the data',
  label: () => 'Undo the last change to the data',
  icon: () => Undo2,
  shortcut: null,
  enabled: ({ observation }) => (observation.former.length === 0 ? 'The data have not been changed.' : true),
  perform: ({ session }) => session.observationEditing.undo(),
};
