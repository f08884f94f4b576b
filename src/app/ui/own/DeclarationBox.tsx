/** What the text declares, as the page understands it: parameters with their priors, the data, and what will be missing. */
import { describePrior } from '../../../inference/priors/families.ts';
import { sizeOf } from '../../../inference/simulators/dataShape.ts';
import { type Declaration, shapeOf } from '../../../inference/simulators/own/declaration.ts';
import { scriptSystem } from '../../../inference/simulators/own/scriptSystem.ts';
import type { LikelihoodTrial } from '../../../inference/simulators/own/trialRun.ts';
import { count } from '../../format/number.ts';
import { PriorShape } from '../assume/PriorSketch.tsx';
import { Card } from '../controls/Card.tsx';
import { Marked } from '../words/Marked.tsx';
import { missingText } from './missingText.ts';
import css from './OwnSimulator.module.css';

/** Names of single data that are told. */
const MOST_NAMES = 8;

interface Props {
  /** Null: the text was not read, or cannot be. */
  readonly declaration: Declaration | null;
  /** It is that of an earlier text. */
  readonly stale: boolean;
  /** Of the trial of this text; null: there was none, or it has no likelihood. */
  readonly likelihood: LikelihoodTrial | null;
}

export function DeclarationBox({ declaration, stale, likelihood }: Props) {
  return (
    <section aria-label="What it declares" className={css.column}>
      <h3 className={css.columnTitle}>
        What it declares <span className={css.aside}>{stale ? 'of the text before' : 'read from the text'}</span>
      </h3>
      {declaration === null ? (
        <p className={css.empty}>Parameters, priors and data appear here as soon as the text can be read.</p>
      ) : (
        <Declared declaration={declaration} likelihood={likelihood} />
      )}
    </section>
  );
}

function Declared({ declaration, likelihood }: { readonly declaration: Declaration } & Pick<Props, 'likelihood'>) {
  const specs = scriptSystem({ text: '', declaration }).parameters({});
  return (
    <>
      <Card title="Parameters and priors">
        <ul className={css.parameters}>
          {specs.map((spec) => (
            <li key={spec.key}>
              <span className={css.key}>
                <code>{spec.key}</code>
                {spec.symbol === spec.key ? null : <i className={css.symbol}> {spec.symbol}</i>}
              </span>
              <span>
                {spec.label === spec.key ? '' : spec.label}
                {spec.unit === '' ? '' : ` [${spec.unit}]`}
              </span>
              <span className={css.shape}>
                <PriorShape prior={spec.defaultPrior} spec={spec} />
              </span>
              <span className={css.law}>{describePrior(spec.defaultPrior)}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Data" aside={<span className={css.aside}>{numbers(sizeOf(shapeOf(declaration.data)))}</span>}>
        <p className={css.text}>
          {dataText(declaration)}
          {declaration.integer === true ? ' All are whole numbers from 0 on.' : ''}
        </p>
      </Card>
      {declaration.summaries === undefined ? null : (
        <Card
          title="What the network is given"
          aside={<span className={css.aside}>{numbers(declaration.summaries.length)}</span>}
        >
          <p className={css.text}>
            {namesText(declaration.summaries)} These are computed from the data; the network never sees the data
            themselves.
          </p>
        </Card>
      )}
      <Card title="What will be missing">
        <p className={css.text}>
          <Marked text={missingText(declaration, likelihood)} />
        </p>
      </Card>
    </>
  );
}

function numbers(size: number): string {
  return size === 1 ? '1 number' : `${count(size)} numbers`;
}

function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}.`;
}

function dataText({ data }: Declaration): string {
  switch (data.kind) {
    case 'vector':
      return namesText(data.names);
    case 'series': {
      const { name, from, to, by, unit, axis = 'time' } = data;
      const along = unit === undefined ? axis : `${axis} [${unit}]`;
      return `${name}, over ${along} from ${from} to ${to}${by === 1 ? '' : ` in steps of ${by}`}.`;
    }
    case 'image':
      return `An image, ${data.height} pixels high and ${data.width} wide.`;
    default:
      return data satisfies never;
  }
}
