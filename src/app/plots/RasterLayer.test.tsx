/** Images of a figure: how they are painted, and how the value of a pixel is read by pointer, finger and keys. */
// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImageView } from '../../inference/simulators/system.ts';
import { plotThemes } from '../theme/plotTheme.ts';
import { axisBoxes } from './geometry.ts';
import { imageFigure } from './imageFigure.ts';
import { paintRaster, withImages } from './paintRaster.ts';
import { RasterLayer } from './RasterLayer.tsx';
import css from './RasterLayer.module.css';
import { rasterPixels } from './raster.ts';

const view: ImageView = {
  kind: 'image',
  space: 'x',
  shape: { kind: 'image', channels: ['flux'], height: 2, width: 3 },
  horizontal: { label: 'x', low: 0, high: 3 },
  vertical: { label: 'y', low: 0, high: 2 },
  value: 'counts',
  allowed: { low: 0, high: 10, integer: false },
};
const size = { width: 600, height: 300 };
const figure = imageFigure(
  { view, values: Float64Array.of(0, 1, 2, 3, 4, Number.NaN), posterior: null },
  size,
  plotThemes.light,
);
const { layout, rasters = [] } = figure;
const [box] = axisBoxes(layout);

/** What has been done to the canvases: the tests' browser cannot draw. */
interface Drawn {
  readonly put: ImageData[];
  readonly enlarged: {
    readonly smoothing: boolean;
    readonly to: readonly number[];
    readonly from: readonly number[];
  }[];
}
let drawn: Drawn;

/** What a canvas answers when it is asked for a context. */
function contexts(answer: (kind: string) => unknown): void {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(answer as never);
}

beforeEach(() => {
  drawn = { put: [], enlarged: [] };
  vi.stubGlobal(
    'ImageData',
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  );
  contexts((kind) => {
    if (kind !== '2d') return null;
    const context = {
      imageSmoothingEnabled: true,
      putImageData: (image: ImageData, x: number, y: number) => {
        expect([x, y]).toEqual([0, 0]);
        drawn.put.push(image);
      },
      drawImage: (small: HTMLCanvasElement, ...to: number[]) =>
        drawn.enlarged.push({ smoothing: context.imageSmoothingEnabled, to, from: [small.width, small.height] }),
    };
    return context;
  });
  vi.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockImplementation((type) => `data:${type}`);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a painted raster', () => {
  it('has a pixel of the canvas for each of its own', () => {
    const canvas = document.createElement('canvas');
    paintRaster(canvas, rasters[0]);
    expect([canvas.width, canvas.height]).toEqual([3, 2]);
    expect(drawn.put).toEqual([{ data: rasterPixels(rasters[0]), width: 3, height: 2 }]);
  });

  it('says where the browser gives no canvas', () => {
    contexts(() => null);
    expect(() => paintRaster(document.createElement('canvas'), rasters[0])).toThrow('gives no canvas');
    let asked = 0;
    contexts(() => (asked++ === 0 ? { putImageData: () => {} } : null));
    expect(() => withImages(figure)).toThrow('gives no canvas');
  });

  it('leaves the page as an image in the box of its axes, enlarged without blur to twice the pixels of the figure', () => {
    const { layout: made, data } = withImages(figure);
    expect(data).toBe(figure.data);
    expect(made.images).toHaveLength(2);
    const [image] = made.images ?? [];
    const { l, r, t, b } = layout.margin;
    const inner = { width: size.width - l - r, height: size.height - t - b };
    expect(image).toEqual({
      source: 'data:image/png',
      xref: 'paper',
      yref: 'paper',
      x: 0,
      y: 1,
      sizex: expect.closeTo(box.width / inner.width, 9),
      sizey: expect.closeTo(box.height / inner.height, 9),
      xanchor: 'left',
      yanchor: 'top',
      sizing: 'stretch',
      layer: 'below',
      visible: true,
      opacity: 1,
    });
    const bar = made.images?.[1];
    expect(Number(bar?.x)).toBeCloseTo((axisBoxes(layout)[1].x0 - l) / inner.width, 9);
    const factor = Math.ceil((2 * box.width) / 3);
    expect(factor).toBeGreaterThan(100);
    expect(drawn.enlarged[0]).toEqual({ smoothing: false, to: [0, 0, 3 * factor, 2 * factor], from: [3, 2] });
    expect(drawn.put).toHaveLength(2);
    const plain = { data: [], layout };
    expect(withImages(plain)).toEqual(plain);
    expect(withImages({ ...plain, rasters: [] }).layout).toBe(layout);
  });

  it('leaves the page from a place below the top, and in its own size where that is large already', () => {
    const large = { ...rasters[0], width: 1000, height: 1000, values: new Float64Array(1e6) };
    withImages({ ...figure, rasters: [large] });
    expect(drawn.enlarged[0].to).toEqual([0, 0, 1000, 1000]);
    const low = { ...layout, yaxis: { ...layout.yaxis, domain: [0, 0.25] as [number, number] } };
    expect(withImages({ ...figure, layout: low }).layout.images?.[0].y).toBeCloseTo(0.25, 9);
  });
});

/** In a frame as a figure's, whose corner lies at (100, 50). */
function shown(of = rasters) {
  const { container, unmount, rerender } = render(<RasterLayer layout={layout} rasters={of} />);
  vi.spyOn(container, 'getBoundingClientRect').mockReturnValue({ left: 100, top: 50 } as DOMRect);
  const point = (type: string, x: number, y: number, pointerType = 'mouse') =>
    fireEvent(
      container,
      Object.assign(new MouseEvent(type, { bubbles: true, clientX: 100 + x, clientY: 50 + y }), { pointerType }),
    );
  return { container, unmount, rerender, point };
}

describe('the images under a figure', () => {
  it('lie in the boxes of their axes, painted anew when their values change', () => {
    const { container, rerender } = shown();
    const [image] = container.querySelectorAll('canvas');
    const at = (value: number) => `${value}px`;
    expect([image.style.left, image.style.top, image.style.width, image.style.height]).toEqual(
      [box.x0, box.y0, box.width, box.height].map(at),
    );
    expect(drawn.put).toHaveLength(2);
    rerender(<RasterLayer layout={layout} rasters={[{ ...rasters[0] }, rasters[1]]} />);
    expect(drawn.put).toHaveLength(3);
  });

  it('tell the value under the pointer, and nothing beside them or of a bar', () => {
    const { container, unmount, point } = shown();
    const told = () => container.textContent;
    point('pointermove', box.x0 + 1, box.y0 + box.height - 1);
    expect(told()).toBe('data: 0 (row 1, column 1)');
    point('pointermove', box.x0 + box.width - 1, box.y0 + 1);
    expect(told()).toBe('data: no value (row 2, column 3)');
    point('pointermove', box.x0 - 5, box.y0 + 1);
    expect(told()).toBe('');
    const [, bar] = axisBoxes(layout);
    point('pointermove', bar.x0 + 1, bar.y0 + 1);
    expect(told()).toBe('');
    point('pointerdown', box.x0 + 1, box.y0 + 1, 'touch');
    point('pointerleave', box.x0 + 1, box.y0 + 1, 'touch');
    expect(told()).toBe('data: 3 (row 2, column 1)');
    point('pointerleave', 0, 0);
    expect(told()).toBe('');
    const removed = vi.spyOn(container, 'removeEventListener');
    unmount();
    expect(removed.mock.calls.map(([type]) => type).sort()).toEqual(['pointerdown', 'pointerleave', 'pointermove']);
  });

  it('keep the value inside of the figure: below its place at the top, above it elsewhere', () => {
    const { container, point } = shown();
    const style = () => container.querySelector<HTMLElement>('[style*="max-width"]')?.style;
    point('pointermove', box.x0 + 1, box.y0 + 1);
    expect(style()?.transform).toBe(
      `translate(clamp(${-box.x0 - 1}px, -50%, calc(${size.width - box.x0 - 1}px - 100%)), 12px)`,
    );
    expect([style()?.maxWidth, style()?.left, style()?.top]).toEqual(['600px', `${box.x0 + 1}px`, `${box.y0 + 1}px`]);
    point('pointermove', box.x0 + 1, box.y0 + 40);
    expect(style()?.transform).toMatch(/, calc\(-100% - 12px\)\)$/);
    // It lies over the figure, and is read aloud by the sliders alone.
    const value = container.querySelector('[style*="max-width"]');
    expect([value?.className, value?.getAttribute('aria-hidden')]).toEqual([css.value, 'true']);
    expect(container.querySelector('[role="slider"]')?.className).toBe(css.pixels);
  });

  it('are sliders over their pixels for the keys, which say value, row and column', async () => {
    const user = userEvent.setup();
    const { container, rerender } = shown();
    const sliders = screen.getAllByRole('slider');
    expect(sliders).toHaveLength(1);
    const [slider] = sliders;
    expect(slider.getAttribute('aria-label')).toContain('Pixel of data');
    const said = () => ['valuenow', 'valuetext'].map((name) => slider.getAttribute(`aria-${name}`));
    expect(['valuemin', 'valuemax'].map((name) => slider.getAttribute(`aria-${name}`))).toEqual(['1', '6']);
    expect([slider.style.left, slider.style.top, slider.style.width, slider.style.height]).toEqual(
      [box.x0, box.y0, box.width, box.height].map((value) => `${value}px`),
    );
    expect(said()).toEqual(['4', '3 (row 2, column 1)']);
    expect(container.textContent).toBe('');
    await user.tab();
    expect(document.activeElement).toBe(slider);
    expect(container.textContent).toBe('data: 3 (row 2, column 1)');
    const outside = vi.fn();
    document.addEventListener('keydown', outside);
    await user.keyboard('{ArrowRight}{ArrowDown}');
    expect(said()).toEqual(['2', '1 (row 1, column 2)']);
    expect(container.textContent).toBe('data: 1 (row 1, column 2)');
    expect(outside).not.toHaveBeenCalled();
    expect(fireEvent.keyDown(slider, { key: 'Home' })).toBe(false);
    const mark = container.querySelectorAll<HTMLElement>('[style*="px"]');
    expect([...mark].some(({ style }) => style.left === `${box.x0}px` && style.width === `${box.width / 3}px`)).toBe(
      true,
    );
    // What is the browser's or the page's stays theirs.
    expect(fireEvent.keyDown(slider, { key: 'ArrowRight', altKey: true })).toBe(true);
    expect(fireEvent.keyDown(slider, { key: 'ArrowRight', ctrlKey: true })).toBe(true);
    expect(fireEvent.keyDown(slider, { key: 'ArrowRight', metaKey: true })).toBe(true);
    expect(fireEvent.keyDown(slider, { key: 'x' })).toBe(true);
    expect(said()).toEqual(['1', '0 (row 1, column 1)']);
    // An image of fewer pixels comes in its place.
    await user.keyboard('{End}');
    const smaller = { ...rasters[0], width: 1, height: 1, values: [7] };
    rerender(<RasterLayer layout={layout} rasters={[smaller]} />);
    expect(said()).toEqual(['1', '7 (row 1, column 1)']);
    await user.tab();
    expect(container.textContent).toBe('');
    // A focus that no key has given shows nothing until a key is pressed.
    vi.spyOn(slider, 'matches').mockReturnValue(false);
    act(() => slider.focus());
    expect(container.textContent).toBe('');
    await user.keyboard('{ArrowRight}');
    expect(container.textContent).toBe('data: 7 (row 1, column 1)');
  });
});
