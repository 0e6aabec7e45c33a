/** Ctrl+K: by name, reference or telephone; `>` for commands. */
import { useEffect, useRef, useState } from 'react';
import type { SearchHit } from '../../../app/desk/lists.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { Palette } from '../../ui/palette.tsx';
import { useServiceTitle } from '../shared/services.tsx';
import { useDesk, useDeskEvents } from './desk-context.tsx';
import { navigate } from './route.ts';
import { useWorkspace } from './workspace.tsx';

const LIMIT = 12;

export function Search() {
  const i18n = useI18n();
  const desk = useDesk();
  const serviceTitle = useServiceTitle();
  const { over, open } = useWorkspace();
  const [found, setFound] = useState<{ query: string; hits: readonly SearchHit[] }>({ query: '', hits: [] });
  const latest = useRef('');
  const isOpen = over === 'search';
  useEffect(() => {
    if (isOpen) return;
    latest.current = '';
    setFound({ query: '', hits: [] });
  }, [isOpen]);
  // What has come since, or an answer that came before the lists were there, is looked for again.
  useDeskEvents(({ type }) => {
    if (type === 'dossiers-changed' && isOpen) search(latest.current);
  });
  const search = (query: string) => {
    latest.current = query;
    const done = (hits: readonly SearchHit[]) => {
      if (latest.current === query) setFound({ query, hits });
    };
    if (query.trim() === '') done([]);
    else void desk.search(query, LIMIT).then(done, () => done([]));
  };
  return (
    <Palette
      isOpen={isOpen}
      onClose={() => open(null)}
      onQuery={search}
      results={found.hits.map((hit) => ({
        key: hit.id,
        label: [hit.applicant, hit.applicantArabic].filter(Boolean).join(' · ') || hit.ref,
        detail: detailOf(hit, serviceTitle(hit.service), i18n),
      }))}
      onChoose={(key) => {
        const hit = found.hits.find(({ id }) => id === key);
        if (hit) navigate({ name: 'dossier', id: hit.id, tab: 'data' });
      }}
      empty={i18n.t('desk.search.none', { text: found.query })}
    />
  );
}

function detailOf(hit: SearchHit, service: string, { t }: I18n): string {
  const matched = ((): string | null => {
    switch (hit.matched) {
      case 'close':
        return t('desk.search.close');
      case 'phone':
        return t('desk.search.matched-phone');
      case 'document':
        return t('desk.search.matched-document');
      case 'name':
      case 'reference':
        return null;
    }
  })();
  return [hit.ref, service, t(`status.procedure.${hit.procedure}`), matched].filter(Boolean).join(' · ');
}
