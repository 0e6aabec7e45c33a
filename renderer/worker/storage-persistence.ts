/** What is used of `navigator.storage`. Only a page may ask (`persist`); a worker may look (`persisted`). */
export interface PersistentStorage {
  persisted(): Promise<boolean>;
  persist?(): Promise<boolean>;
}

/**
 * Asks the browser not to evict this origin's data when the disk runs low. To be called by the page at unlock.
 * @returns whether it promised; if not, the desk must say that this browser may forget (and receipts matter more)
 */
export async function keepStorage(storage: PersistentStorage): Promise<boolean> {
  return (await storage.persisted()) || ((await storage.persist?.()) ?? false);
}
