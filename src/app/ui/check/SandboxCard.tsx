/** The sandbox: break a good posterior on purpose, and see what each check says of it. */
import type { Rescaling } from '../../../inference/correction/rescale.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Card } from '../controls/Card.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Slider } from '../controls/Slider.tsx';
import { Switch } from '../controls/Switch.tsx';
import column from './CheckColumn.module.css';
import css from './TrustCards.module.css';
import { useApplying } from './useApplying.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

/** "Overconfident" is the network of the article whose rank histograms are U-shaped. */
const presets: Readonly<Record<string, Rescaling | null>> = {
  off: null,
  overconfident: { width: 0.5, shift: 0 },
  underconfident: { width: 2, shift: 0 },
  shifted: { width: 1, shift: 0.5 },
};
/** So few pairs that a network overfits. */
const FEW = { simulations: 200, fresh: false, epochs: 1000, batchSize: 50 } as const;
const options = [
  { value: 'off', label: 'Off' },
  { value: 'overconfident', label: 'Overconfident', help: 'Half as wide as the network’s posterior.' },
  { value: 'underconfident', label: 'Underconfident', help: 'Twice as wide as the network’s posterior.' },
  { value: 'shifted', label: 'Shifted', help: 'Half a standard deviation too high.' },
] as const;

export const sandboxPanel: Panel = {
  id: 'sandbox',
  column: 'check',
  title: 'Sandbox',
  control: 'sandbox',
  offered: always,
  Component: SandboxCard,
};

function SandboxCard({ anchor, title }: PanelProps) {
  const session = useSession();
  const perturbation = useApp((state) => state.trust.transform.perturbation);
  const applying = useApplying();
  const aside = applying ? 'being applied' : perturbation === null ? null : 'broken on purpose';
  const preset = options.find(({ value }) => same(presets[value], perturbation))?.value ?? 'by hand';
  const change = (part: Partial<Rescaling>) =>
    session.trust.perturbation({ width: 1, shift: 0, ...perturbation, ...part });
  return (
    <Card className={`${column.card} ${css.stack}`} anchor={anchor} title={title} aside={aside}>
      <p className={column.note}>Break the posterior on purpose and see whether the checks notice.</p>
      <Segmented
        label="Break the posterior"
        value={preset}
        options={options}
        wide
        onChange={(value) => session.trust.perturbation(presets[value] ?? null)}
      />
      {perturbation === null ? null : (
        <div className={css.sliders}>
          <span className={column.note}>width × {perturbation.width}</span>
          <Slider
            labels={['Width of the broken posterior']}
            values={[perturbation.width]}
            low={0.25}
            high={4}
            scale="log"
            unit="times"
            onChange={([width]) => change({ width })}
          />
          <span className={column.note}>shift {perturbation.shift} sd</span>
          <Slider
            labels={['Shift of the broken posterior']}
            values={[perturbation.shift]}
            low={-2}
            high={2}
            scale="linear"
            unit="sd"
            onChange={([shift]) => change({ shift })}
          />
        </div>
      )}
      <PerturbedTraining />
    </Card>
  );
}

/** Faults of the training, which take a new network. */
function PerturbedTraining() {
  const session = useSession();
  const nuisances = useApp((state) => state.study.problem.nuisances);
  const ignored = useApp((state) => state.study.ignored);
  const training = useApp((state) => state.study.training);
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const drawn = Object.keys(nuisances).filter((key) => nuisances[key].mode === 'marginalised');
  const few = training.simulations === FEW.simulations;
  return (
    <>
      {drawn.length === 0 ? null : (
        <Switch
          checked={drawn.every((key) => ignored.includes(key))}
          help="Training holds it fixed, while the data of the checks draw it from its prior."
          onChange={(on) => session.studyEditing.setIgnored(on ? drawn : [])}
        >
          Train without the nuisance parameter
        </Switch>
      )}
      <Switch
        checked={few}
        help="Too few simulations, reused in every epoch: the network overfits."
        onChange={(on) => session.studyEditing.setTraining(on ? FEW : defaultTraining(system, design))}
      >
        Train on only 200 simulations
      </Switch>
    </>
  );
}

function same(a: Rescaling | null, b: Rescaling | null): boolean {
  return a?.width === b?.width && a?.shift === b?.shift;
}
