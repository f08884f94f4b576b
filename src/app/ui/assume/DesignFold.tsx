/** The rest of the design, folded. */
import { short } from '../../format/number.ts';
import { useApp } from '../hooks/hooks.ts';
import { Fold } from '../controls/Fold.tsx';
import { DesignControl } from './DesignControl.tsx';
import { visibleFields } from './visibleFields.ts';

export function DesignFold() {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const fields = visibleFields(system, design).filter((field) => field.prominent !== true);
  if (fields.length === 0) return null;
  const summary = fields
    .filter((field) => field.kind === 'number')
    .slice(0, 1)
    .map((field) => `${field.label} ${short(Number(design[field.key]))} ${field.unit}`.trim())
    .join(' · ');
  return (
    <Fold title="Design" summary={summary}>
      {fields.map((field) => (
        <DesignControl key={field.key} field={field} value={design[field.key]} />
      ))}
    </Fold>
  );
}
