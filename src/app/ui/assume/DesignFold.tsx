/** The rest of the design, folded. */
import type { Design, System } from '../../../inference/simulators/system.ts';
import { short } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Fold } from '../controls/Fold.tsx';
import { DesignControl } from './DesignControl.tsx';
import { type EditableField, visibleFields } from './visibleFields.ts';
import type { Panel, PanelProps } from '../panels/panel.ts';

export const designPanel: Panel = {
  id: 'design',
  column: 'assume',
  full: true,
  title: 'Design',
  control: 'design',
  offered: ({ study: { system, problem } }) =>
    foldedFields(system, problem.design).length > 0 || 'This system has no further design.',
  Component: DesignFold,
};

function DesignFold({ anchor, title }: PanelProps) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const fields = foldedFields(system, design);
  const summary = fields
    .filter((field) => field.kind === 'number')
    .slice(0, 1)
    .map((field) => `${field.label} ${short(Number(design[field.key]))} ${field.unit}`.trim())
    .join(' · ');
  return (
    <Fold anchor={anchor} title={title} summary={summary}>
      {fields.map((field) => (
        <DesignControl
          key={field.key}
          field={field}
          value={design[field.key] ?? field.otherwise}
          onChange={(key, value) => session.studyEditing.setDesignField(key, value)}
        />
      ))}
    </Fold>
  );
}

function foldedFields(system: System, design: Design): EditableField[] {
  return visibleFields(system, design).filter((field) => field.prominent !== true);
}
