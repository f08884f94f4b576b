/** The version of the page, as its files say it. */
import packageFile from '../../../package.json';

export const VERSION: string = packageFile.version;
