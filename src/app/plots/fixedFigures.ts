/** Figures that are drawn already where the page is rendered in the build, by the name of their chart; null in the page itself. */
import { createContext } from 'react';

export const FixedFigures = createContext<ReadonlyMap<string, string> | null>(null);
