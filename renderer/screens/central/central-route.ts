/** The central office's addresses, beneath `#/central/`. */
import type { DossierId } from '../../../app/acts/ids.ts';
import { navigate, type Route } from '../app/route.ts';

export type CentralRoute =
  | { readonly name: 'queue' }
  | { readonly name: 'review'; readonly id: DossierId }
  | { readonly name: 'countersign' }
  | { readonly name: 'desks' }
  | { readonly name: 'held' }
  /** `id`: a file to be erased, whose sheet is open */
  | { readonly name: 'erasures'; readonly id: DossierId | null };

/** Anything else is the queue. */
export function parseCentralRoute(path: readonly string[]): CentralRoute {
  const [name, id] = path;
  if (name === 'review' && id) return { name, id: id as DossierId };
  if (name === 'countersign' || name === 'desks' || name === 'held') return { name };
  if (name === 'erasures') return { name, id: id ? (id as DossierId) : null };
  return { name: 'queue' };
}

export function centralRoute(route: CentralRoute): Route {
  switch (route.name) {
    case 'queue':
      return { name: 'central', path: [] };
    case 'review':
      return { name: 'central', path: ['review', route.id] };
    case 'erasures':
      return { name: 'central', path: route.id === null ? ['erasures'] : ['erasures', route.id] };
    case 'countersign':
    case 'desks':
    case 'held':
      return { name: 'central', path: [route.name] };
  }
}

export const goTo = (route: CentralRoute): void => navigate(centralRoute(route));
