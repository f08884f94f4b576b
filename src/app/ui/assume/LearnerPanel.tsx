/** Who learns, where a system has several learners, and the settings of one that is not NPE. */
import type { DesignField } from '../../../inference/simulators/system.ts';
import { learnersFor } from '../../../inference/learners/registry.ts';
import { Card } from '../controls/Card.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { useApp, useSession } from '../hooks/hooks.ts';
import type { Panel, PanelProps } from '../panels/panel.ts';
import { DesignControl } from './DesignControl.tsx';
import type { EditableField } from './visibleFields.ts';

/** The value of the choice that stands for NPE: no learner has this id. */
const NPE = 'npe';

export const learnerPanel: Panel = {
  id: 'learner',
  column: 'assume',
  full: true,
  title: 'Learner',
  control: 'training',
  offered: ({ study }) => learnersFor(study.system).length > 0 || 'This system is learnt by NPE alone.',
  Component: LearnerPanel,
};

function LearnerPanel({ anchor, title }: PanelProps) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const choice = useApp((state) => state.study.learner);
  const offered = learnersFor(system);
  const learner = offered.find(({ id }) => id === choice?.id) ?? null;
  const options = [{ value: NPE, label: 'NPE' }, ...offered.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Card anchor={anchor} title={title}>
      <Segmented
        wide
        label={title}
        value={learner?.id ?? NPE}
        options={options}
        onChange={(next) => session.studyEditing.setLearner(offered.find(({ id }) => id === next) ?? null)}
      />
      {learner === null || choice === undefined
        ? null
        : learner.settings
            .filter((field) => isEditable(field) && (field.when?.(choice.settings) ?? true))
            .map((field) => (
              <DesignControl
                key={field.key}
                field={field as EditableField}
                value={choice.settings[field.key]}
                kind="setting"
                onChange={(key, value) => session.studyEditing.setLearnerSetting(key, value)}
              />
            ))}
    </Card>
  );
}

function isEditable(field: DesignField): field is EditableField {
  return field.kind !== 'numbers';
}
