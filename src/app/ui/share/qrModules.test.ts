/** The code is read back by a decoder, which shares nothing with what draws it but the standard. */
import decodeQR from 'qr/decode.js';
import { expect, it, test } from 'vitest';
import { LONGEST_SCANNED, QUIET, qrModules } from './qrModules.ts';

/** What a camera sees of it: black on white, some pixels a module. */
function photographed({ side, path }: { readonly side: number; readonly path: string }, scale = 4) {
  const width = side * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < scale; dy++) {
      for (let dx = 0; dx < scale; dx++) {
        const at = ((Number(y) * scale + dy) * width + Number(x) * scale + dx) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width, height: width, data };
}

test.each([
  'https://playground.example/#lesson=ridge&step=3',
  'https://playground.example/#system=two-moons&title=%CE%B1%20%3Cb%3E&task=Find%20both.&v=2',
  `https://playground.example/#${'a'.repeat(LONGEST_SCANNED - 29)}`,
])('%s is read back', async (address) => {
  expect(decodeQR(photographed(await qrModules(address)))).toBe(address);
});

it('has a free border, and is refused where it would be too fine', async () => {
  const { path } = await qrModules('https://playground.example/');
  const places = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect(Math.min(...places)).toBe(QUIET);
  await expect(qrModules('a'.repeat(LONGEST_SCANNED + 1))).rejects.toThrow('401 characters; a code of at most 400');
});
