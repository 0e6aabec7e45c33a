/** « Guichets » in a real browser, over specimens in memory. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { FleetDesk, FleetView } from '../../../../app/desk/fleet.ts';
import { specimenFleet } from '../../../../renderer/screens/central/specimen/fleet.ts';
import { SPECIMEN_NOW } from '../../../../renderer/screens/specimen/dossiers.ts';
import { SPECIMEN_LINKS } from '../../../../renderer/screens/specimen/links.ts';
import { type Mounted, mountCentral } from './mount.tsx';

const read = (text: string | null | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');
const poll = <T,>(look: () => T) => expect.poll(look, { timeout: 15_000 });
const AT = Date.parse(SPECIMEN_NOW);

let mounted: Mounted;
let place: HTMLElement;

beforeEach(() => {
  window.location.hash = '#/central/desks';
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
});
afterEach(() => {
  mounted.unmount();
  place.remove();
});

const open = async (options: Parameters<typeof mountCentral>[1] = {}) => {
  mounted = await mountCentral(place, options);
  await poll(() => document.querySelector('h1')?.textContent).toBe('Guichets');
};
const lines = (): readonly string[] =>
  [...document.querySelectorAll('tbody tr')].map((row) => read(row.querySelector('th')?.textContent));
const said = (): string => read(document.querySelector('main')?.textContent);
const dialog = () => document.querySelector<HTMLElement>('[role=dialog]');
const rail = () => read(document.querySelector('a[href="#/central/desks"]')?.textContent);
const button = (name: string) =>
  [...document.querySelectorAll('button')].find((one) => read(one.textContent).trim() === name);
const asked = () => mounted.specimen.calls.filter(({ method }) => method === 'fleet').length;

/** The list as it would be if this desk were otherwise, silent ones first as the gateway puts them. */
function changed(id: string, to: Partial<FleetDesk>): FleetView {
  const { fleet } = specimenFleet('some', AT);
  if (fleet === null) throw new Error('no such specimen');
  const desks = fleet.desks.map((one) => (one.desk === id ? { ...one, ...to } : one));
  return { fleet: { ...fleet, desks }, failure: null };
}

const IN_ORDER = [
  'Silencieux 2',
  'ML-DKR, guichet A',
  'ML-RBA, guichet A',
  'Jamais venus 1',
  'ML-BRU, guichet A',
  'Réguliers 2',
  'ML-PAR, guichet B',
  'Centre, guichet A',
  'Révoqués 1',
  'ML-PAR, guichet A',
];

describe('the list', () => {
  it('has silent desks first under their heading, and their number in the rail', async () => {
    await open();
    await poll(lines).toEqual(IN_ORDER);
    await poll(rail).toBe('Guichets2');
    expect(said()).toContain('0.9.2, ancienne');
    expect(said()).toContain('Horloge : avance de 4 min · Aucune liaison avec le centre.');
  });

  it('writes no nought in the rail', async () => {
    await open({ fleet: 'none' });
    await poll(said).toContain('Aucun guichet n’est inscrit.');
    expect(rail()).toBe('Guichets');
  });

  it('is walked by J and K past headings, opened by Entrée, left by Échap to the row it came from', async () => {
    await open();
    await poll(lines).toEqual(IN_ORDER);
    document.querySelector<HTMLElement>('[role=grid]')?.focus();
    await userEvent.keyboard('jj');
    await poll(() => read(document.querySelector('[aria-selected=true] th')?.textContent)).toBe(
      'ML-BRU, guichet A',
    );
    await userEvent.keyboard('kk{Enter}');
    await poll(() => read(dialog()?.textContent)).toContain(
      'Silencieux depuis 3 j ; d’habitude 18 h au plus.',
    );
    const text = read(dialog()?.textContent);
    expect(text).toContain('14 écritures sont scellées là-bas et pas encore reçues au centre, 1,2 Mo.');
    expect(text).toContain('412 scellées, 398 reçues');
    expect(text).toContain('À son écran : Rien à faire ici');
    await userEvent.keyboard('{Escape}');
    await poll(dialog).toBeNull();
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
  });
});

describe('news', () => {
  /** The link comes or goes: the list is asked for again. */
  const linkChanges = async () => {
    const before = asked();
    mounted.specimen.desk.link = async () => SPECIMEN_LINKS['no-link'];
    mounted.specimen.emit({ type: 'link-changed' });
    await poll(asked).toBe(before + 1);
  };
  const silentSince = specimenFleet('some', AT).fleet?.desks[0]?.lastContactAt ?? null;
  const silenced = changed('ML-PAR/B', { state: 'silent', lastContactAt: silentSince });

  it('waits while the table has the focus: the row stays, tells the truth, and moves when asked to', async () => {
    await open();
    await poll(lines).toEqual(IN_ORDER);
    document.querySelector<HTMLElement>('[role=grid]')?.focus();
    mounted.specimen.setFleet(silenced);
    await linkChanges();
    await poll(rail).toBe('Guichets3');
    expect(lines()).toEqual(IN_ORDER);
    const row = [...document.querySelectorAll('tbody tr')].find(({ textContent }) =>
      textContent?.includes('ML-PAR, guichet B'),
    );
    expect(read(row?.textContent)).toContain('il y a 3 j');
    button('Liste changée : afficher')?.click();
    await poll(lines).toContain('Silencieux 3');
  });

  it('is shown at once when nobody is at the table', async () => {
    await open();
    await poll(lines).toEqual(IN_ORDER);
    mounted.specimen.setFleet(silenced);
    await linkChanges();
    await poll(lines).toContain('Silencieux 3');
  });
});

describe('without an answer', () => {
  it('says when the list is of and why it could not be asked again, and asks when told to', async () => {
    await open({ fleet: 'old' });
    await poll(lines).toEqual(IN_ORDER);
    expect(said()).toMatch(/À \d\d:\d\d, la liste n’a pas pu être demandée de nouveau\./);
    expect(said()).toContain('Aucune liaison avec le centre. LN-001');
    expect(document.querySelector('.error-line')).toBeNull();
    const before = asked();
    mounted.specimen.setFleet(specimenFleet('some', AT));
    button('Réessayer')?.click();
    await poll(said).not.toContain('LN-001');
    expect(asked()).toBe(before + 1);
  });

  it('says that none was ever received', async () => {
    await open({ fleet: 'not-yet' });
    await poll(said).toContain('La liste n’a pas encore été reçue.');
    expect(document.querySelector('[role=grid]')).toBeNull();
  });

  it('says so when the centre turns it away, and that somebody must be called', async () => {
    await open({ fleet: 'refused' });
    await poll(said).toContain('LN-004');
    expect(document.querySelector('.error-line')).not.toBeNull();
  });
});

describe('a long list', () => {
  it('is filtered by mission and by text, with how many are left', async () => {
    await open({ fleet: 'many' });
    await poll(lines).toContain('Silencieux 24');
    await userEvent.fill(document.querySelector('main input[type=text]') as HTMLElement, 'par');
    await poll(lines).toEqual(['Réguliers 1', 'ML-PAR, guichet B', 'Révoqués 1', 'ML-PAR, guichet A']);
    expect(said()).toContain('2 guichets');
    await userEvent.selectOptions(document.querySelector('main select') as HTMLElement, 'CENTRAL');
    await poll(said).toContain('Aucun guichet ne répond à ce choix.');
  });

  it('is not there to filter while it fits the window', async () => {
    await open();
    await poll(lines).toEqual(IN_ORDER);
    expect(document.querySelector('main select')).toBeNull();
  });
});
