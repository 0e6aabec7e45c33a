import { describe, expect, it } from 'vitest';
import type { LinkStatus } from '../../../app/desk/link-status.ts';
import { linkState } from '../../../renderer/screens/link/link-text.ts';
import { SPECIMEN_NOW } from '../../../renderer/screens/specimen/dossiers.ts';
import { SPECIMEN_LINKS } from '../../../renderer/screens/specimen/links.ts';
import { makeI18n } from '../../../renderer/ui/i18n.tsx';
import { LOCALES } from '../../../renderer/ui/locale.ts';

const now = Date.parse(SPECIMEN_NOW);
const french = makeI18n('fr');
const said = (link: LinkStatus) => linkState(link, now, french).text.replaceAll('\u00a0', ' ');

describe('the link in one line', () => {
  it('says what UI.md section 12 says, in each state', () => {
    expect(said(SPECIMEN_LINKS['no-link'])).toBe('37 à envoyer · hors liaison 2 j');
    expect(said(SPECIMEN_LINKS.waiting)).toBe('12 à envoyer · 1,8 Mo · ~4 min');
    expect(said(SPECIMEN_LINKS.sending)).toBe('Envoi 3/12 · 41 Ko/s');
    expect(said(SPECIMEN_LINKS.paused)).toBe('37 à envoyer · pièces en pause');
    expect(said(SPECIMEN_LINKS['foreign-answer'])).toBe('Wi-Fi à ouvrir');
    expect(said(SPECIMEN_LINKS['needs-person'])).toBe('2 à reprendre');
    expect(said(SPECIMEN_LINKS.received)).toMatch(/^Reçu au centre \d\d:\d\d$/);
  });

  it('says first what will stop the sealing, and loses its neutrality only for a person', () => {
    const attention = (code: string, left: number): LinkStatus['attention'] => [
      { dossier: null, ref: null, act: null, verdict: 'problem', code, values: { left } },
    ];
    const ageing = { ...SPECIMEN_LINKS['no-link'], attention: attention('KR-010', 3) };
    expect(linkState(ageing, now, french)).toMatchObject({ tone: 'wait' });
    expect(said(ageing)).toBe('Habilitations : 3 j');
    const over = { ...SPECIMEN_LINKS['no-link'], attention: attention('KR-011', 0) };
    expect(linkState(over, now, french)).toMatchObject({
      text: 'Lecture et brouillons seulement',
      tone: 'bad',
    });
    for (const state of ['received', 'waiting', 'sending', 'no-link', 'paused', 'not-configured'] as const) {
      expect(linkState(SPECIMEN_LINKS[state], now, french).tone, state).toBe('neutral');
    }
  });

  it('never says that anything is in step, in any language', () => {
    for (const locale of LOCALES) {
      for (const link of Object.values(SPECIMEN_LINKS)) {
        expect(linkState(link, now, makeI18n(locale)).text).not.toMatch(/synchron|synced|up to date|مزامن/i);
      }
    }
  });
});
