/**
 * An address as a code that phones read, with the address below it. Black on white in both themes, as readers expect. It says so
 * where the address is too long to be scanned, or the part of the page that draws it does not come.
 */
import { useEffect, useState } from 'react';
import { count } from '../../format/number.ts';
import css from './QrCode.module.css';
import { LONGEST_SCANNED, type QrModules, qrModules } from './qrModules.ts';

type Drawn = { readonly of: string; readonly code: QrModules } | { readonly of: string; readonly problem: string };

interface Props {
  readonly address: string;
  /** As much of the screen as there is, for the back row. */
  readonly large?: boolean;
}

export function QrCode({ address, large = false }: Props) {
  const tooLong = address.length > LONGEST_SCANNED;
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    if (tooLong) return undefined;
    let wanted = true;
    qrModules(address).then(
      (code) => wanted && setDrawn({ of: address, code }),
      (error: unknown) =>
        wanted && setDrawn({ of: address, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [address, tooLong]);
  if (tooLong) {
    return (
      <p className={css.problem} role="note">
        This address has {count(address.length)} characters: beyond {count(LONGEST_SCANNED)} a code is too fine to be
        scanned. Share it as a link.
      </p>
    );
  }
  // Never the code of another address than the one below it.
  const shown = drawn?.of === address ? drawn : null;
  return (
    <figure className={css.code} data-large={large}>
      {shown !== null && 'code' in shown ? (
        <svg
          role="img"
          aria-label={`QR code of ${address}`}
          viewBox={`0 0 ${shown.code.side} ${shown.code.side}`}
          shapeRendering="crispEdges"
        >
          <rect className={css.light} width={shown.code.side} height={shown.code.side} />
          <path className={css.dark} d={shown.code.path} />
        </svg>
      ) : (
        <p className={css.problem}>{shown === null ? 'The code is being drawn …' : shown.problem}</p>
      )}
      <figcaption>{address.replace(/^https?:\/\//, '')}</figcaption>
    </figure>
  );
}
