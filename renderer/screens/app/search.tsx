/** Ctrl+K: by name, reference or telephone, or the QR of a récépissé; `>` for commands. */
import { useEffect, useRef, useState } from 'react';
import type { DeskError } from '../../../app/desk/desk-error.ts';
import type { SearchHit } from '../../../app/desk/lists.ts';
import { claimsToBeRecepisse } from '../../../app/desk/recepisse-token.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { Palette } from '../../ui/palette.tsx';
import { useServiceTitle } from '../shared/services.tsx';
import { deskErrorOf, useDesk, useDeskEvents } from './desk-context.tsx';
import { navigate } from './route.ts';
import { useWorkspace } from './workspace.tsx';

const LIMIT = 12;

export function Search() {
  const i18n = useI18n();
  const desk = useDesk();
  const serviceTitle = useServiceTitle();
  const { over, open } = useWorkspace();
  const [found, setFound] = useState<{ query: string; hits: readonly SearchHit[] }>({ query: '', hits: [] });
  const [fault, setFault] = useState<DeskError | null>(null);
  const latest = useRef('');
  const isOpen = over === 'search';
  useEffect(() => {
    if (isOpen) return;
    latest.current = '';
    setFound({ query: '', hits: [] });
    setFault(null);
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
    setFault(null);
    if (claimsToBeRecepisse(query)) void openScanned(query);
    else if (query.trim() === '') done([]);
    else void desk.search(query, LIMIT).then(done, () => done([]));
  };
  /** A true récépissé opens its file at once: a scanner has no second hand for a key. */
  const openScanned = async (query: string) => {
    try {
      const id = await desk.fileOfRecepisse(query);
      if (latest.current !== query) return;
      open(null);
      navigate({ name: 'dossier', id, tab: 'data' });
    } catch (error) {
      if (latest.current !== query) return;
      setFound({ query, hits: [] });
      setFault(deskErrorOf(error));
    }
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
      empty={
        fault === null ? (
          i18n.t('desk.search.none', { text: found.query })
        ) : (
          <ErrorLine code={fault.code} values={fault.values} />
        )
      }
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
