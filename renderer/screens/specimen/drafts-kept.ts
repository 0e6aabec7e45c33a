/**
 * Drafts of the preview page that outlive it, in the tab's own storage: a form that was filled stays filled while its
 * definition is written on, and the tests see what a reload loses. Of a desk, renderer/drafts keeps them, encrypted.
 */
import type { DraftId } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { Draft } from '../../../app/desk/draft.ts';

const KEY = 'specimen-drafts';

/** @param services as they are now: a draft goes on with the newest definition of its service */
export function draftsKept(services: readonly ServiceDefinition[]): Map<DraftId, Draft> {
  const kept = JSON.parse(window.sessionStorage.getItem(KEY) ?? '[]') as readonly Draft[];
  const drafts = kept.flatMap((draft): [DraftId, Draft][] => {
    const definition = services.find(({ code }) => code === draft.service);
    // Files stay in memory only.
    return definition ? [[draft.id, { ...draft, definition, evidence: [] }]] : [];
  });
  return new KeptDrafts(drafts);
}

class KeptDrafts extends Map<DraftId, Draft> {
  override set(id: DraftId, draft: Draft): this {
    super.set(id, draft);
    window.sessionStorage.setItem(KEY, JSON.stringify([...this.values()]));
    return this;
  }

  override delete(id: DraftId): boolean {
    const was = super.delete(id);
    window.sessionStorage.setItem(KEY, JSON.stringify([...this.values()]));
    return was;
  }
}
