/** A network that learns the priors too: moved priors are answered by the network itself. */
import { expect, test } from '../pages/test.ts';

const AMPLITUDE = 'Amplitude of matter clustering';
const LEARN = 'Amortise over priors';

test('a network that has learnt the priors too answers wherever the sliders stand, and no further', async ({
  playground,
}) => {
  const { header, assume, infer } = playground;
  await assume.unfold('Network and budget');
  await assume.turn(LEARN, true);
  await playground.trainBriefly(15);
  await expect(infer.network(/network amortised over priors, step \d/)).toBeVisible();

  await test.step('to where no weights could follow', async () => {
    const [posterior, state] = [await infer.posteriorInWords(), await header.state()];
    await assume.type(`${AMPLITUDE}, to`, '9');
    await assume.type(`${AMPLITUDE}, from`, '5');
    await expect.poll(() => infer.posteriorInWords()).not.toBe(posterior);
    await expect(infer.network(/network amortised over priors/)).toBeVisible();
    await expect(infer.banner()).toBeHidden();
    expect(await header.state()).toBe(state);
  });
  await test.step('beyond the slider: said, and answered as without', async () => {
    await assume.turn('Retrain automatically when reweighting is not enough', false);
    await assume.type(`${AMPLITUDE}, to`, '12');
    await expect(assume.said(/No effect here: the prior of A has its bounds at 5 and 12/)).toBeVisible();
    await expect(infer.network(/network amortised over priors/)).toBeHidden();
  });
});
