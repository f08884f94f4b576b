/** Design fields that change what the system is about (modes): always in sight. */
import { useApp } from '../hooks/hooks.ts';
import css from './Design.module.css';
import { DesignControl } from './DesignControl.tsx';
import { visibleFields } from './visibleFields.ts';

export function ProminentDesign() {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const fields = visibleFields(system, design).filter((field) => field.prominent === true);
  if (fields.length === 0) return null;
  return (
    <section className={css.prominent} aria-label="Design">
      {fields.map((field) => (
        <DesignControl key={field.key} field={field} value={design[field.key]} />
      ))}
    </section>
  );
}
