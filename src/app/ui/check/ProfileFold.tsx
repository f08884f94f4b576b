/** The profile likelihood of the observed data: what they say about each parameter whatever the prior is. */
import { useCallback } from 'react';
import { type ProfileReport, THRESHOLD } from '../../../inference/diagnostics/identifiability/profileLikelihood.ts';
import { profileLikelihood } from '../../actions/checks.ts';
import { Chart } from '../../plots/Chart.tsx';
import { profileFigure } from '../../plots/profileFigure.ts';
import type { Size } from '../../plots/types.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { useApp } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const profileLikelihoodPanel: Panel = {
  id: 'profile-likelihood',
  column: 'check',
  full: true,
  title: 'Profile likelihood',
  offered: always,
  Component: ProfileFold,
};

function ProfileFold({ anchor, title }: PanelProps) {
  const report = useApp((state) => {
    const { profile } = state.results;
    return profile?.key === referenceKey(state) ? profile.report : null;
  });
  const fraction = useApp((state) => state.results.profileProgress);
  return (
    <Fold anchor={anchor} title={title} summary={report === null ? 'without the prior' : ''}>
      <p>
        The best fit with one parameter held fixed and all others free. Values above the dotted line are inside the 95 %
        confidence interval; where a profile never falls below the line, the data cannot tell the values apart.
      </p>
      <ActionButton action={profileLikelihood} size="small" />
      {fraction === null ? null : <ProgressBar label="Profile likelihood" fraction={fraction} />}
      {report === null ? null : <Profiles report={report} />}
    </Fold>
  );
}

function Profiles({ report }: { readonly report: ProfileReport }) {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const theme = usePlotTheme();
  const figure = useCallback(
    (size: Size) => {
      const specs = system.parameters(design);
      const profiles = report.profiles.map((profile) => ({
        ...profile,
        scale: specs.find(({ key }) => key === profile.key)?.slider.scale ?? 'linear',
      }));
      return profileFigure({ profiles, threshold: THRESHOLD }, size, theme);
    },
    [report, system, design, theme],
  );
  return (
    <>
      <Chart
        anchor="figure:profile-likelihood"
        figure={figure}
        name={`${system.id}-profile`}
        className={report.profiles.length > 3 ? `${css.chart} ${css.tall}` : css.chart}
        summary={`Profile likelihoods. ${report.verdict.sentence}`}
      />
      <VerdictLine verdict={report.verdict} />
    </>
  );
}
