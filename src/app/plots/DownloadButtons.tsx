/** Buttons over a figure that save it as it is on screen, as PNG or SVG. */
import { useState } from 'react';
import styles from './Chart.module.css';
import { loadPlotly } from './loadPlotly.ts';
import type { Size } from './types.ts';

interface Props {
  readonly plot: React.RefObject<HTMLDivElement | null>;
  readonly name: string;
  readonly size: Size | null;
}

export function DownloadButtons({ plot, name, size }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (format: 'png' | 'svg') => {
    if (!plot.current || !size) return;
    try {
      const plotly = await loadPlotly();
      const url = await plotly.toImage(plot.current, {
        format,
        width: size.width,
        height: size.height,
        scale: format === 'png' ? 2 : 1,
      });
      const link = document.createElement('a');
      link.href = url;
      link.download = `${name}.${format}`;
      link.click();
      setProblem(null);
    } catch (error) {
      setProblem(
        `The ${format.toUpperCase()} could not be made: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  return (
    <div className={styles.download}>
      {(['png', 'svg'] as const).map((format) => (
        <button
          key={format}
          type="button"
          aria-label={`Download ${name} as ${format.toUpperCase()}`}
          onClick={() => void save(format)}
        >
          {format.toUpperCase()}
        </button>
      ))}
      {problem && <span role="alert">{problem}</span>}
    </div>
  );
}
