// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { weakLensing } from '../../../inference/simulators/weakLensing/index.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { DesignControl } from './DesignControl.tsx';
import { visibleFields } from './visibleFields.ts';

const [field] = visibleFields(weakLensing, weakLensing.defaultDesign).filter(({ key }) => key === 'seen');

const NOW = ['Power spectrum', '+ peaks and moments', 'The maps', 'The maps and all summaries'];

test.each([
  ['maps', NOW],
  ['map', [...NOW, 'The maps, by place']],
])('an option that is no longer offered stands where it is the present value alone: %s', async (value, labels) => {
  await renderInApp(<DesignControl field={field} value={value} onChange={() => {}} />);
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(labels);
});
