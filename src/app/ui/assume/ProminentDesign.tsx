/** Design fields that change what the system is about (modes): always in sight. */
import type { Design, System } from '../../../inference/simulators/system.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import css from './Design.module.css';
import { DesignControl } from './DesignControl.tsx';
import { type EditableField, visibleFields } from './visibleFields.ts';
import type { Panel, PanelProps } from '../panels/panel.ts';

export const modesPanel: Panel = {
  id: 'modes',
  column: 'assume',
  full: true,
  title: 'Design',
  control: 'design',
  offered: ({ study: { system, problem } }) =>
    prominentFields(system, problem.design).length > 0 || 'This system has no choice of modes.',
  Component: ProminentDesign,
};

function ProminentDesign({ anchor, title }: PanelProps) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  return (
    <section className={css.prominent} aria-label={title} data-anchor={anchor}>
      {prominentFields(system, design).map((field) => (
        <DesignControl
          key={field.key}
          field={field}
          value={design[field.key] ?? field.otherwise}
          onChange={(key, value) => session.studyEditing.setDesignField(key, value)}
        />
      ))}
    </section>
  );
}

function prominentFields(system: System, design: Design): EditableField[] {
  return visibleFields(system, design).filter((field) => field.prominent === true);
}
