/** Where the window is, as the part of its address after `#`. Ids are random: no personal data is in an address. */
import { useRef, useSyncExternalStore } from 'react';
import type { DossierId, DraftId } from '../../../app/acts/ids.ts';
import { LIST_FILTERS, type ListFilter } from '../../../app/desk/lists.ts';

export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'dossiers'; readonly filter: ListFilter }
  | { readonly name: 'to-resume' }
  | { readonly name: 'drafts' }
  | { readonly name: 'to-countersign' }
  | { readonly name: 'to-decide' }
  | { readonly name: 'to-hand-over' }
  /** `service`: which one was chosen already */
  | { readonly name: 'new'; readonly service?: string }
  | { readonly name: 'draft'; readonly id: DraftId; readonly page: string | null }
  | { readonly name: 'visit'; readonly id: DraftId }
  | { readonly name: 'dossier'; readonly id: DossierId; readonly tab: DossierTab }
  /** `about`: the service that is being looked at when a question comes up */
  | { readonly name: 'services'; readonly about: string | null }
  | { readonly name: 'link' }
  | { readonly name: 'desk' }
  | { readonly name: 'enrol' }
  | { readonly name: 'delegation' }
  | { readonly name: 'keyring' }
  | { readonly name: 'simplification' }
  | { readonly name: 'audit' }
  /** the central office's own screens read the rest of the path themselves */
  | { readonly name: 'central'; readonly path: readonly string[] };
export type RouteName = Route['name'];

export const DOSSIER_TABS = ['data', 'documents', 'decision'] as const;
export type DossierTab = (typeof DOSSIER_TABS)[number];

const PLAIN = [
  'home',
  'to-resume',
  'drafts',
  'to-countersign',
  'to-decide',
  'to-hand-over',
  'link',
  'desk',
  'enrol',
  'delegation',
  'keyring',
  'simplification',
  'audit',
] as const;

/** Anything that is no address of ours is the first screen. */
export function parseRoute(hash: string): Route {
  const [name = '', first, second, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  const plain = PLAIN.find((one) => one === name);
  if (plain) return { name: plain };
  if (name === 'new') return first ? { name, service: first } : { name };
  if (name === 'services') return { name, about: first ?? null };
  if (name === 'dossiers') return { name, filter: LIST_FILTERS.find((one) => one === first) ?? 'all' };
  if (name === 'draft' && first) return { name, id: first as DraftId, page: second ?? null };
  if (name === 'visit' && first) return { name, id: first as DraftId };
  if (name === 'dossier' && first) {
    return { name, id: first as DossierId, tab: DOSSIER_TABS.find((tab) => tab === second) ?? 'data' };
  }
  if (name === 'central')
    return { name, path: [first, second, ...rest].filter((part) => part !== undefined) };
  return { name: 'home' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export function hrefOf(route: Route): string {
  return `#/${partsOf(route).map(encodeURIComponent).join('/')}`;
}

function partsOf(route: Route): readonly string[] {
  switch (route.name) {
    case 'dossiers':
      return [route.name, route.filter];
    case 'draft':
      return [route.name, route.id, ...(route.page === null ? [] : [route.page])];
    case 'visit':
      return [route.name, route.id];
    case 'dossier':
      return [route.name, route.id, route.tab];
    case 'central':
      return [route.name, ...route.path];
    case 'new':
      return [route.name, ...(route.service === undefined ? [] : [route.service])];
    case 'services':
      return [route.name, ...(route.about === null ? [] : [route.about])];
    case 'home':
    case 'to-resume':
    case 'drafts':
    case 'to-countersign':
    case 'to-decide':
    case 'to-hand-over':
    case 'link':
    case 'desk':
    case 'enrol':
    case 'delegation':
    case 'keyring':
    case 'simplification':
    case 'audit':
      return [route.name];
  }
}

/** @param replace leaves no step to come back to: the next page of one form is not a place of its own. */
export function navigate(route: Route, replace = false): void {
  const href = hrefOf(route);
  if (window.location.hash === href) return;
  if (replace) window.history.replaceState({ depth: depth() }, '', href);
  else window.history.pushState({ depth: depth() + 1 }, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Steps taken since the last link of the rail: how far Échap may go back by the window's history. */
function depth(): number {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number'
    ? state.depth
    : 0;
}

/** Back one step; to `fallback` where this window took no step to get here. */
export function goBack(fallback: Route): void {
  if (depth() > 0) window.history.back();
  else navigate(fallback, true);
}

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

/** The skip link and its kin put another word after `#`: they do not leave the screen. */
export function useRoute(): Route {
  const last = useRef('');
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  if (hash === '' || hash.startsWith('#/')) last.current = hash;
  return parseRoute(last.current);
}
