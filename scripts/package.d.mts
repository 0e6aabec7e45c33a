/** @returns names of fuses that are not as they must be */
export function wrongFuses(executable: string): Promise<readonly string[]>;
/** @returns what is in the archive and should not be, and what is not and should */
export function wrongFiles(archive: string): readonly string[];
/** @throws Error when it cannot be made, or is not what it must be */
export function makePackage(
  output: string,
): Promise<{ readonly executable: string; readonly isDevelopmentRuntime: boolean }>;
