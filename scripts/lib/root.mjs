import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: every script works from any current directory. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
