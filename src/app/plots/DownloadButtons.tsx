/** Buttons over a figure that save it as it is on screen, as PNG or SVG. */
import { useState } from 'react';
import { download } from '../browser/download.ts';
import styles from './Chart.module.css';
import { figurePng, figureSvg } from './image.ts';
import type { Figure } from './types.ts';

interface Props {
  readonly figure: Figure;
  /** Of the file, without extension. */
  readonly name: string;
}

const formats = {
  png: figurePng,
  svg: async (figure: Figure) => new Blob([await figureSvg(figure)], { type: 'image/svg+xml' }),
} as const;

export function DownloadButtons({ figure, name }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (format: keyof typeof formats) => {
    try {
      // plotly writes into what it is given, and this is on screen.
      download(await formats[format](structuredClone(figure)), `${name}.${format}`);
      setProblem(null);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setProblem(`The ${format.toUpperCase()} could not be made: ${reason}`);
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
