/** Example observation files served with the page, by system; where a system has modes, the file of the present one. */
import type { Design } from '../../../inference/simulators/system.ts';

export interface ExampleFile {
  readonly label: string;
  readonly address: string;
}

const address = (file: string) => `${import.meta.env.BASE_URL}examples/${file}`;

export function exampleFile(system: string, design: Design): ExampleFile | null {
  switch (system) {
    case 'galaxy-bias':
    case 'birth-death':
    case 'gene-delay':
    case 'epidemic':
    case 'cylinder':
    case 'battery':
    case 'bridge':
      return { label: `${system}.csv`, address: address(`${system}.csv`) };
    case 'lorenz-96': {
      const file = `lorenz-96-${String(design.mode)}.csv`;
      return { label: file, address: address(file) };
    }
    case 'weak-lensing': {
      const file = design.fields === '1' ? 'weak-lensing-1.fits' : 'weak-lensing.fits';
      return { label: file, address: address(file) };
    }
    case 'galaxy-image':
      return { label: 'galaxy-image.fits', address: address('galaxy-image.fits') };
    default:
      return null;
  }
}
