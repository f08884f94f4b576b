/** The sandbox: spoil a good posterior by hand, and see what each check says of it. */
import type { Spoil } from '../../../inference/mending/spoil.ts';
import { useApp, useSession } from '../../store/hooks.ts';
import { Card } from '../controls/Card.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Slider } from '../controls/Slider.tsx';
import column from './CheckColumn.module.css';
import css from './TrustCards.module.css';

/** "Overconfident" is the network of the article whose rank histograms are U-shaped. */
const presets: Readonly<Record<string, Spoil | null>> = {
  off: null,
  overconfident: { width: 0.5, shift: 0 },
  timid: { width: 2, shift: 0 },
  shifted: { width: 1, shift: 0.5 },
};
const options = [
  { value: 'off', label: 'Off' },
  { value: 'overconfident', label: 'Overconfident', help: 'Half as wide as the network says' },
  { value: 'timid', label: 'Timid', help: 'Twice as wide' },
  { value: 'shifted', label: 'Shifted', help: 'Half a standard deviation too high' },
] as const;

export function SandboxCard() {
  const session = useSession();
  const spoil = useApp((state) => state.trust.alteration.spoil);
  const preset = options.find(({ value }) => same(presets[value], spoil))?.value ?? 'by hand';
  const change = (part: Partial<Spoil>) => session.trust.spoil({ width: 1, shift: 0, ...spoil, ...part });
  return (
    <Card className={column.card} title="Sandbox" aside={spoil === null ? null : 'posterior spoilt'}>
      <p className={column.note}>Spoil the posterior by hand and see what the checks say of it.</p>
      <Segmented
        label="Spoil the posterior"
        value={preset}
        options={options}
        wide
        onChange={(value) => session.trust.spoil(presets[value] ?? null)}
      />
      {spoil === null ? null : (
        <div className={css.sliders}>
          <span className={column.note}>width × {spoil.width}</span>
          <Slider
            labels={['Width of the spoilt posterior']}
            values={[spoil.width]}
            low={0.25}
            high={4}
            scale="log"
            unit="times"
            onChange={([width]) => change({ width })}
          />
          <span className={column.note}>shift {spoil.shift} sd</span>
          <Slider
            labels={['Shift of the spoilt posterior']}
            values={[spoil.shift]}
            low={-2}
            high={2}
            scale="linear"
            unit="sd"
            onChange={([shift]) => change({ shift })}
          />
        </div>
      )}
    </Card>
  );
}

function same(a: Spoil | null, b: Spoil | null): boolean {
  return a?.width === b?.width && a?.shift === b?.shift;
}
