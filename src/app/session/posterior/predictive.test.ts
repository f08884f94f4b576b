/** When the engine is asked what the prior predicts. */
import { expect, it } from 'vitest';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { gaussianBlob } from '../../../inference/simulators/testing/gaussianBlob.ts';
import { createAppStore } from '../../store/appStore.ts';
import { createTelemetry, Publisher } from '../../store/telemetry.ts';
import { engineInfo } from '../testing/scriptedEngine.ts';
import { Predictive } from './predictive.ts';

/** The commands that the engine is given when the problem changes. */
async function commandsFor(system: System): Promise<string[]> {
  const catalogue = new SystemCatalogue([system]);
  const store = createAppStore(system, 'light');
  store.setState(({ engine }) => ({ engine: { ...engine, status: { kind: 'ready', info: engineInfo } } }));
  const telemetry = createTelemetry();
  const commands: string[] = [];
  const call = (command: string) => {
    commands.push(command);
    return new Promise<never>(() => {});
  };
  const context = { catalogue, store, telemetry, publisher: new Publisher(telemetry), engine: { call } };
  new Predictive({ ...context, pretrained: () => Promise.resolve(null) }).prior();
  await new Promise((resolve) => setTimeout(resolve, 0));
  return commands;
}

it('is asked what the prior predicts of points, and of an image whose noise is a share of its spread', async () => {
  const withoutErrors: System = {
    ...gaussianBlob,
    view: (design) => {
      const { sd: _, ...view } = gaussianBlob.view(design);
      return view;
    },
  };
  expect(await commandsFor(builtIn('two-moons'))).toEqual(['predictive.prior']);
  expect(await commandsFor(withoutErrors)).toEqual(['predictive.prior']);
});

it('is not asked of an image with error bars: nothing would read it', async () => {
  expect(await commandsFor(gaussianBlob)).toEqual([]);
});
