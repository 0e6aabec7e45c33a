/** Writes a file where the officer says: the only way by which anything leaves the desk as a file. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';

/** SF-001: the file could not be written there. Its message names neither file nor folder. */
export class SaveFileError extends Error {
  readonly code = 'SF-001';
  constructor(cause: unknown) {
    super('the file could not be written', { cause });
    this.name = 'SaveFileError';
  }
}

/**
 * @returns false when the officer cancels
 * @throws SaveFileError
 */
export async function saveFile(window: BrowserWindow, name: string, bytes: Uint8Array): Promise<boolean> {
  const answer = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name) });
  if (answer.canceled || !answer.filePath) return false;
  try {
    await writeFile(answer.filePath, bytes, { mode: 0o600 });
  } catch (cause) {
    throw new SaveFileError(cause);
  }
  return true;
}
