// @vitest-environment happy-dom
/** The sheet that makes links: the link and the page to embed follow what is hidden, locked and started; a file where no link can be. */
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { controlNames } from '../../../inference/study/document/view.ts';
import { tableSystem } from '../../../inference/simulators/table/tableSystem.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../../../inference/study/testing/sampleTable.ts';
import { patch } from '../../store/appStore.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { ShareSheet } from './ShareSheet.tsx';

async function renderSheet() {
  const page = await renderInApp(<ShareSheet />);
  await page.change(() => patch(page.store, 'view', { sheet: 'share' }));
  const text = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name }).value;
  const link = () => text('Link to this study');
  const snippet = () => text('HTML of the embedded page');
  /** Presses one of free, locked and hidden. */
  const fix = (control: keyof typeof controlNames, how: string) =>
    page.user.click(
      within(screen.getByRole('radiogroup', { name: controlNames[control] })).getByRole('radio', { name: how }),
    );
  return { ...page, link, snippet, fix };
}

it('is closed until it is asked for, and by its button', async () => {
  const { user, store } = await renderSheet();
  expect(screen.getByRole('dialog', { name: 'Share this study' })).not.toBeNull();
  await user.click(screen.getByRole('button', { name: 'Close' }));
  expect(store.getState().view.sheet).toBeNull();
});

it('has a link that follows what is locked, hidden and started, and so does the page to embed', async () => {
  const { link, snippet, fix, user } = await renderSheet();
  expect(link()).not.toMatch(/hide=|lock=|start=/);
  await fix('priors', 'Locked');
  await fix('check', 'Hidden');
  expect(link()).toMatch(/hide=check&lock=priors&v=\d+$/);
  await user.click(screen.getByRole('radio', { name: 'An untrained network' }));
  expect(link()).toMatch(/start=untrained&hide=check&lock=priors/);
  expect(snippet()).toMatch(
    /^<iframe src="[^"]*embed\.html#[^"]*start=untrained&amp;hide=check&amp;lock=priors[^"]*" /,
  );
  await fix('priors', 'Free');
  await user.click(screen.getByRole('radio', { name: 'A training, at once' }));
  expect(link()).toMatch(/start=train&hide=check&v=/);
});

it('puts the words of a teacher into the link, and leaves out what cannot be taken, which it says', async () => {
  const { link, user, change } = await renderSheet();
  await user.type(screen.getByRole('textbox', { name: 'Title' }), ' Moons & <b>more</b> ');
  await user.type(screen.getByRole('textbox', { name: 'Task' }), 'Find both.');
  expect(link()).toMatch(/&title=Moons%20%26%20%3Cb%3Emore%3C%2Fb%3E&task=Find%20both\.&v=/);
  fireEvent.change(screen.getByRole('textbox', { name: 'Task' }), { target: { value: 'turned \u202Earound' } });
  await change(() => {});
  expect(link()).not.toContain('task=');
  expect(
    screen.getByText(/The task is .*leave out characters that cannot be seen.*The link is without it/),
  ).not.toBeNull();
});

it('has ready choices of what the readers see', async () => {
  const { link, user } = await renderSheet();
  await user.click(screen.getByRole('button', { name: 'Only data and posterior' }));
  expect(link()).toMatch(
    /hide=system,priors,nuisances,design,training,seed,transport,views,check,mending,sandbox,engine&v=/,
  );
  await user.click(screen.getByRole('button', { name: 'Only the priors may change' }));
  expect(link()).not.toContain('hide=');
  expect(link()).toMatch(/lock=system,nuisances,[^&]*seed,transport,/);
  expect(screen.getByRole('button', { name: 'Only the priors may change' }).getAttribute('aria-pressed')).toBe('true');
  await user.click(screen.getByRole('button', { name: 'Everything free' }));
  expect(link()).not.toMatch(/hide=|lock=/);
});

it('begins with what the link of the page has fixed', async () => {
  const page = await renderInApp(<ShareSheet />);
  await page.change(() => patch(page.store, 'view', { locked: ['priors'], hidden: ['seed'], sheet: 'share' }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Link to this study' }).value).toMatch(
    /hide=seed&lock=priors/,
  );
});

it('copies the link and says so for a while; where copying is forbidden, it selects the text', async () => {
  const { user, link, change } = await renderSheet();
  const copied: string[] = [];
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied.push(text);
    return Promise.resolve();
  });
  const button = () => screen.getByRole('button', { name: 'Copy: Link to this study' });
  await user.click(button());
  await change(() => {});
  expect(copied).toEqual([link()]);
  expect(button().textContent).toBe('Copied');
  await change(() => vi.advanceTimersByTime(3000));
  expect(button().textContent).toBe('Copy');
  writeText.mockRejectedValue(new Error('forbidden'));
  await user.click(button());
  await change(() => {});
  expect(screen.getByText(/the text is selected, press Ctrl\+C/)).not.toBeNull();
  const box = screen.getByRole<HTMLInputElement>('textbox', { name: 'Link to this study' });
  expect([box.selectionStart, box.selectionEnd]).toEqual([0, link().length]);
});

it('shows the embedded page on request only, and a changed link when that is asked for', async () => {
  const { user, fix } = await renderSheet();
  const preview = () => document.querySelector('iframe')?.getAttribute('src');
  expect(preview()).toBeUndefined();
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  const first = preview();
  expect(first).toContain('embed.html#');
  await fix('seed', 'Hidden');
  expect(preview()).toBe(first);
  await user.click(screen.getByRole('button', { name: 'Preview the new link' }));
  expect(preview()).toContain('hide=seed');
  await user.click(screen.getByRole('button', { name: 'Close the preview' }));
  expect(preview()).toBeUndefined();
});

it('offers a file instead for a study that no link can hold', async () => {
  const page = await renderInApp(<ShareSheet />);
  page.catalogue.define({ kind: 'table', description: sampleTable });
  const run = sampleRun({ finished: true, system: tableSystem(sampleTable) });
  await page.change(() => page.session.opening.openStudy({ document: tableDocument(sampleTable), run }));
  await page.change(() => patch(page.store, 'view', { sheet: 'share' }));
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.getByText(/share the study as a file, which holds the network itself/)).not.toBeNull();
  expect(screen.getByRole('button', { name: 'Save the study as a file' })).not.toBeNull();
});
