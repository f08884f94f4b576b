/** An array as it stands in a file, before any number is judged: what the readers of all formats have in common. */
import type { DesignValue } from '../simulators/system.ts';
import type { MovedByHand } from './movedEntries.ts';
import type { StatedCard } from './statedDesign.ts';

export interface RawArray {
  readonly shape: readonly number[];
  /** In C order: numbers, or the cells of a text, where `numberOf` reads what is one. */
  readonly cells: Float64Array | readonly string[];
  /** Where each row of a matrix in a text stands, as a spreadsheet counts; absent: rows are counted by their position. */
  readonly rowNumbers?: readonly number[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Which system the file says it is for. */
  readonly system?: string;
  /** Design fields that a JSON file declares. */
  readonly design: Readonly<Record<string, DesignValue>>;
  /** Known parameter values, by parameter or display key: one, or one an observation. */
  readonly truth: Readonly<Record<string, readonly number[]>>;
  /** The unit that the file gives its numbers, and where it says so; absent: it gives none. */
  readonly unit?: { readonly value: string; readonly place: string };
  /** Cards of the headers of FITS files that the system asks for; absent: the file is of another format. */
  readonly cards?: readonly StatedCard[];
  /** What each observation of a batch is called [n]; absent: they are counted. */
  readonly labels?: readonly string[];
  /** Which numbers of it were moved by hand when it was written; absent: none. */
  readonly moved?: MovedByHand;
  /** Sentences for the user. */
  readonly notices: readonly string[];
}

export const NO_ARRAY =
  'Save the array with numpy.save, as lists in lists in JSON, or as rows of numbers in a CSV file; an image also as FITS.';
