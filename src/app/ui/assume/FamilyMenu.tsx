/** The menu of prior families of a parameter. A new family starts from about the range of the old one. */
import { priorFamilies, toFamily } from '../../../inference/priors/families.ts';
import type { Prior, PriorFamily } from '../../../inference/priors/prior.ts';
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import { Choice } from '../controls/Choice.tsx';

interface Props {
  readonly spec: ParameterSpec;
  readonly prior: Prior;
  readonly onChange: (prior: Prior) => void;
}

export function FamilyMenu({ spec, prior, onChange }: Props) {
  const options = spec.families.map((value) => ({ value, label: priorFamilies[value].label }));
  if (options.length === 1) return <>{options[0].label}</>;
  return (
    <Choice<PriorFamily>
      label={`Prior family of ${spec.label}`}
      value={prior.family}
      options={options}
      onChange={(family) => onChange(toFamily(prior, family, spec.domain, spec.slider))}
    />
  );
}
