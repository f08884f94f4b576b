/** One field of the design, or of a learner's settings, as its kind wants it: a number, a choice, a switch. */
import { useId, useState } from 'react';
import type { DesignValue } from '../../../inference/simulators/system.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { short } from '../../format/number.ts';
import { Choice } from '../controls/Choice.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Slider } from '../controls/Slider.tsx';
import { Switch } from '../controls/Switch.tsx';
import css from './Design.module.css';
import type { EditableField } from './visibleFields.ts';

interface Props {
  readonly field: EditableField;
  readonly value: DesignValue | undefined;
  /** What the field is of. */
  readonly kind?: 'design' | 'setting';
  readonly onChange: (key: string, value: DesignValue) => void;
}

/** A bar holds short options only. */
const fitsBar = (labels: readonly string[]) => labels.length <= 4 && labels.join('').length <= 24;

export function DesignControl({ field, value, kind = 'design', onChange }: Props) {
  const { key, label, help } = field;
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          checked={value === true}
          help={help === '' ? undefined : help}
          anchor={anchorOf({ kind, name: key })}
          onChange={(next) => onChange(key, next)}
        >
          {label}
        </Switch>
      );
    case 'choice': {
      const chosen = field.options.find((option) => option.value === value);
      const change = (next: string) => onChange(key, next);
      const offered = field.options.filter((option) => option.former !== true || option === chosen);
      const bar = fitsBar(offered.map((option) => option.label));
      return (
        <div className={css.field} data-anchor={anchorOf({ kind, name: key })}>
          <span className={css.label}>{label}</span>
          {bar ? (
            <Segmented wide label={label} value={String(value)} options={offered} onChange={change} />
          ) : (
            <Choice boxed label={label} value={String(value)} options={offered} onChange={change} />
          )}
          <Help text={help} />
          {bar || chosen === undefined || chosen.help === '' ? null : <p className={css.help}>{chosen.help}</p>}
        </div>
      );
    }
    case 'number':
      return <NumberField field={field} value={Number(value)} kind={kind} onChange={onChange} />;
    default:
      return field satisfies never;
  }
}

interface NumberProps extends Required<Pick<Props, 'kind' | 'onChange'>> {
  readonly field: EditableField & { kind: 'number' };
  readonly value: number;
}

function NumberField({ field, value, kind, onChange }: NumberProps) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const { key, label, help, unit, low, high, scale, integer = false } = field;
  const set = (next: number) => {
    if (next < low || next > high) return `${label}: ${short(next)} is outside ${short(low)} to ${short(high)}.`;
    onChange(key, integer ? Math.round(next) : next);
    return null;
  };
  return (
    <div className={css.field} data-anchor={anchorOf({ kind, name: key })}>
      <div className={css.line}>
        <span className={css.label}>
          {label}
          {unit === '' ? null : <span className={css.unit}> [{unit}]</span>}
        </span>
        <NumberBox
          label={label}
          value={value}
          integer={integer}
          onChange={set}
          onProblem={setProblem}
          describedBy={id}
        />
      </div>
      <Slider
        labels={[label]}
        values={[value]}
        low={low}
        high={high}
        scale={scale}
        unit={unit}
        onChange={([next]) => setProblem(set(next))}
      />
      <Help text={help} />
      <Problem id={id} text={problem} />
    </div>
  );
}

function Help({ text }: { readonly text: string }) {
  return text === '' ? null : <p className={css.help}>{text}</p>;
}
