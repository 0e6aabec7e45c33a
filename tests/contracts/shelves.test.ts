/** The shelves in memory that the desk's tests stand on. */
import { MemoryDraftShelf, MemoryFactShelf, MemoryRowShelves } from '../world/desk-medium.ts';
import { draftShelfContract } from './draft-shelf.ts';
import { factShelfContract } from './fact-shelf.ts';
import { rowShelfContract } from './row-shelf.ts';

const inMemory = async <T>(shelf: T) => ({ open: async () => shelf, destroy: async () => {} });

draftShelfContract('memory', () => inMemory(new MemoryDraftShelf()));
rowShelfContract('memory', () => inMemory(new MemoryRowShelves()));
factShelfContract('memory', () => inMemory(new MemoryFactShelf()));
