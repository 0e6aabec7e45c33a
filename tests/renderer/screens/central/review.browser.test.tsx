/** A round of review, by keyboard alone, in a real browser over specimens in memory. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { ActCommand } from '../../../../app/desk/act-command.ts';
import {
  type CentralOptions,
  REVIEWER_WORDS,
} from '../../../../renderer/screens/central/specimen/central-desk.ts';
import { type Mounted, mountCentral } from './mount.tsx';

/** As people read it: a no-break space is a space. */
const read = (text: string | null | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');
/** Waits on what the screen says; the machine may be busy. */
const poll = <T,>(look: () => T) => expect.poll(look, { timeout: 15_000 });

let mounted: Mounted;
let place: HTMLElement;

beforeEach(() => {
  window.location.hash = '';
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
});
afterEach(() => {
  mounted.unmount();
  place.remove();
});

const open = async (options: CentralOptions & Parameters<typeof mountCentral>[1] = {}) => {
  mounted = await mountCentral(place, options);
  await poll(() => document.querySelectorAll('tbody tr').length).toBeGreaterThan(0);
};
const openFile = async (index: number) => {
  const row = mounted.specimen.rows()[index];
  if (!row) throw new Error('no such specimen');
  window.location.hash = `#/central/review/${row.id}`;
  await poll(() => heading()).toContain(row.applicant);
  document.getElementById('content')?.focus();
  return row;
};
const heading = (): string => document.querySelector('h1')?.textContent ?? '';
const button = (name: string): HTMLButtonElement | undefined =>
  [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name);
const unavailable = (name: string): boolean => button(name)?.getAttribute('aria-disabled') === 'true';
const left = (): string => read(document.getElementById('left-to-do')?.textContent);
const tabs = () => [...document.querySelectorAll<HTMLElement>('[role=tab]')];
const wasSeen = (tab: HTMLElement): boolean => tab.textContent?.includes('affichée') ?? false;
const calls = (method: string) => mounted.specimen.calls.filter((call) => call.method === method);
const sealed = (kind: ActCommand['kind']) =>
  calls('seal').filter(({ args }) => (args[1] as ActCommand).kind === kind);

const seeAll = async () => {
  for (const [index, tab] of tabs().entries()) {
    await userEvent.keyboard(`${index + 1}`);
    await poll(() => tab.getAttribute('aria-selected')).toBe('true');
    await poll(() => wasSeen(tabs()[index] ?? tab)).toBe(true);
  }
};
const tickAll = async () => {
  for (const _ of document.querySelectorAll('.check-row')) await userEvent.keyboard(' ');
};
const confirm = async () => {
  await poll(() => document.querySelector('input[type=password]')).not.toBeNull();
  await poll(() => document.activeElement?.getAttribute('type')).toBe('password');
  await userEvent.keyboard(`${REVIEWER_WORDS}{Enter}`);
};
const approve = async () => {
  await seeAll();
  await tickAll();
  await poll(() => unavailable('Accorder')).toBe(false);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
};

describe('approving', () => {
  it('is not possible before every required document was displayed, and says which are left', async () => {
    await open();
    await openFile(0);
    await poll(() => tabs().filter(wasSeen).length).toBe(1);
    await tickAll();
    await poll(left).toBe('À afficher : 2 Billet de retour, 4 Photo d’identité.');
    expect(unavailable('Accorder')).toBe(true);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    button('Accorder')?.click();
    expect(document.querySelector('input[type=password]')).toBeNull();
    expect(calls('decide')).toEqual([]);
  });

  it('is done by keyboard alone; the next file is open while the decision counts, and Échap takes it back', async () => {
    await open();
    const row = await openFile(0);
    await approve();
    await confirm();
    await poll(() => document.querySelector('.countdown')?.textContent).toContain('Scellé dans');
    const next = mounted.specimen.rows()[1];
    await poll(heading).toContain(next?.applicant ?? '');
    const [decision] = calls('decide');
    const command = decision?.args[1] as Extract<ActCommand, { kind: 'approved' }>;
    expect(command.kind).toBe('approved');
    expect(command.body.displayed).toHaveLength(4);
    expect(command.body.checks.every(({ ticked }) => ticked)).toBe(true);
    expect(
      new Set(
        calls('noteDisplayed')
          .filter(({ args }) => args[0] === row.id)
          .map(({ args }) => args[1]),
      ),
    ).toEqual(new Set(command.body.displayed));

    await userEvent.keyboard('{Escape}');
    await poll(() => calls('cancelDecision').length).toBe(1);
    await poll(heading).toContain(row.applicant ?? '');
    expect(document.querySelector('.countdown')).toBeNull();
    expect((await mounted.specimen.desk.dossier(row.id)).row.procedure).not.toBe('approved');
    // What was ticked and displayed is still there: nothing is lost by taking it back.
    await poll(() => unavailable('Accorder')).toBe(false);
  });

  it('asks for the words once a round, and a refused word seals nothing', async () => {
    await open();
    await openFile(0);
    await approve();
    await poll(() => document.activeElement?.getAttribute('type')).toBe('password');
    await userEvent.keyboard('un deux trois{Enter}');
    await expect
      .poll(() => document.querySelector('.sheet .field-message')?.textContent)
      .toContain('Code refusé.');
    expect(calls('decide')).toEqual([]);
    await confirm();
    await poll(() => calls('decide').length).toBe(1);
    await poll(() => document.querySelector('.sheet')).toBeNull();
    await poll(() => heading()).toContain('UTOPIAN Fatoumata');
    document.getElementById('content')?.focus();
    await approve();
    await poll(() => calls('decide').length).toBe(2);
    expect(calls('confirmSecret')).toHaveLength(2);
  });

  it('draws no countdown where the main process draws it', async () => {
    await open({ drawnBy: 'main' });
    await openFile(0);
    await approve();
    await confirm();
    await poll(() => calls('decide').length).toBe(1);
    await poll(heading).toContain('UTOPIAN Fatoumata');
    expect(document.querySelector('.countdown')).toBeNull();
  });
});

describe('a document on its way', () => {
  it('says its size, keeps the file from approval, and shows by itself when it has come', async () => {
    await open();
    const row = await openFile(4);
    await userEvent.keyboard('4');
    await poll(() => read(document.querySelector('.scan-text')?.textContent)).toContain('335 Ko');
    expect(left()).toContain('En route : 4 Photo d’identité');
    mounted.specimen.arrive(row);
    await poll(() => wasSeen(tabs()[3] as HTMLElement)).toBe(true);
  });
});

describe('a document that is displayed', () => {
  it('is in sight whole, also when it is taller than the pane', async () => {
    await open();
    await openFile(0);
    for (const [index] of tabs().entries()) {
      await userEvent.keyboard(`${index + 1}`);
      await poll(() => wasSeen(tabs()[index] as HTMLElement)).toBe(true);
      const pane = document.querySelector('.scan-pane')?.getBoundingClientRect();
      const scan = document.querySelector('.scan-canvas')?.getBoundingClientRect();
      expect(scan?.height).toBeGreaterThan(0);
      expect(scan?.height).toBeLessThanOrEqual(pane?.height ?? 0);
      expect(scan?.width).toBeLessThanOrEqual(pane?.width ?? 0);
    }
  });
});

describe('a request for more', () => {
  it('is a line a document, each with what, why, what would do and by when, in the applicant’s language', async () => {
    await open();
    await openFile(1);
    await userEvent.keyboard('c');
    await poll(() => document.querySelector('.sheet')).not.toBeNull();
    expect(unavailable('Sceller la demande')).toBe(true);
    await userEvent.click(button('Extrait d’acte de naissance') as Element);
    await poll(() => document.querySelectorAll('.complement-line').length).toBe(1);
    const inputs = () => [...document.querySelectorAll<HTMLInputElement>('.complement-line input')];
    expect(inputs()[0]?.lang).toBe('ar');
    expect(inputs()[0]?.value).toBe('نسخة موجزة من رسم الولادة');
    await userEvent.fill(inputs()[1] as Element, 'النسخة مقطوعة.');
    expect(unavailable('Sceller la demande')).toBe(true);
    await userEvent.fill(inputs()[2] as Element, 'نسخة كاملة ومقروءة.');
    await poll(() => unavailable('Sceller la demande')).toBe(false);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await poll(() => sealed('information-requested').length).toBe(1);
    expect(sealed('information-requested')[0]?.args[1]).toEqual({
      kind: 'information-requested',
      body: {
        language: 'ar',
        items: [
          {
            id: 'i1',
            document: 'birth-extract',
            what: 'نسخة موجزة من رسم الولادة',
            why: 'النسخة مقطوعة.',
            satisfiedBy: 'نسخة كاملة ومقروءة.',
            dueBy: '2026-12-05',
          },
        ],
      },
    });
    await poll(() => document.querySelector('.sheet')).toBeNull();
  });

  it('keeps what was written when its sheet is closed with Échap', async () => {
    await open();
    await openFile(0);
    await userEvent.keyboard('c');
    await poll(() => document.querySelector('.sheet')).not.toBeNull();
    await userEvent.click(button('Passeport') as Element);
    await poll(() => document.querySelectorAll('.complement-line').length).toBe(1);
    await userEvent.keyboard('{Escape}');
    await poll(() => document.querySelector('.sheet')).toBeNull();
    document.getElementById('content')?.focus();
    await userEvent.keyboard('c');
    await poll(() => document.querySelectorAll('.complement-line').length).toBe(1);
  });
});

describe('a refusal', () => {
  it('needs a ground and words; then it counts down like any decision', async () => {
    await open();
    const row = await openFile(0);
    await userEvent.click(button('Refuser…') as Element);
    await poll(() => document.querySelector('#refusal-explanation')).not.toBeNull();
    await userEvent.fill(document.querySelector('#refusal-explanation') as Element, 'Aucune invitation.');
    expect(unavailable('Sceller le refus')).toBe(true);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect
      .poll(() => document.querySelector('.sheet-said')?.textContent)
      .toBe('Cochez au moins un motif.');
    expect(calls('decide')).toEqual([]);
    await userEvent.click(document.querySelectorAll('.grounds input')[1] as Element);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await confirm();
    await poll(() => calls('decide').length).toBe(1);
    expect(calls('decide')[0]?.args[0]).toBe(row.id);
    expect(calls('decide')[0]?.args[1]).toMatchObject({
      kind: 'refused',
      body: {
        grounds: ['purpose-not-shown'],
        explanation: 'Aucune invitation.',
        appeal: 'Recours devant le ministère dans les deux mois.',
      },
    });
    await poll(() => document.querySelector('.countdown')).not.toBeNull();
  });
});

describe('a file that a colleague changed behind the screen', () => {
  const errorLine = () => read(document.querySelector('.error-line')?.textContent);

  it('is not decided before the officer says that they read it again', async () => {
    await open();
    const row = await openFile(0);
    await seeAll();
    await tickAll();
    await poll(() => unavailable('Accorder')).toBe(false);
    mounted.specimen.amendElsewhere(row);
    await poll(left).toContain('Dossier modifié pendant votre examen : relisez-le avant de décider.');
    expect(unavailable('Accorder')).toBe(true);
    await userEvent.click(button('J’ai relu') as Element);
    await poll(() => unavailable('Accorder')).toBe(false);
    document.getElementById('content')?.focus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await confirm();
    await poll(() => calls('decide').length).toBe(1);
    expect(calls('decide')[0]?.args[2]).toEqual((await mounted.specimen.desk.dossier(row.id)).heads);
  });

  it('is not refused either: it says why, and that nothing is sealed', async () => {
    await open();
    const row = await openFile(0);
    await userEvent.click(button('Refuser…') as Element);
    await poll(() => document.querySelector('#refusal-explanation')).not.toBeNull();
    await userEvent.fill(document.querySelector('#refusal-explanation') as Element, 'Aucune invitation.');
    await userEvent.click(document.querySelectorAll('.grounds input')[1] as Element);
    mounted.specimen.amendElsewhere(row);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await confirm();
    await poll(errorLine).toBe(
      'Ce dossier a été modifié pendant que vous y travailliez. Relisez-le, puis recommencez. Rien n’est scellé. DO-031',
    );
    expect(heading()).toContain(row.applicant);
  });

  it('keeps both versions where a complement was asked, and says who changed it and where', async () => {
    await open();
    const row = await openFile(0);
    const seen = (await mounted.specimen.desk.dossier(row.id)).heads;
    mounted.specimen.amendElsewhere(row);
    await poll(left).toContain('modifié pendant votre examen');
    await userEvent.keyboard('c');
    await poll(() => document.querySelector('.sheet')).not.toBeNull();
    await userEvent.click(button('Passeport') as Element);
    await poll(() => document.querySelectorAll('.complement-line').length).toBe(1);
    const inputs = [...document.querySelectorAll<HTMLInputElement>('.complement-line input')];
    for (const input of inputs.slice(0, 3)) await userEvent.fill(input, 'Copie entière');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await poll(() => sealed('information-requested').length).toBe(1);
    expect(sealed('information-requested')[0]?.args[2]).toEqual(seen);
    await poll(errorLine).toContain(
      'A. SPECIMEN a modifié ce dossier au guichet A pendant que vous y travailliez.',
    );
    expect(errorLine()).toContain('Les deux versions sont gardées.');
    expect(heading()).toContain(row.applicant);
  });
});

describe('opening and leaving', () => {
  it('takes the next file, holds it for 30 minutes, fetches two ahead, and frees it on leaving', async () => {
    await open();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await poll(heading).toContain('ERIKSSON Anna Maria');
    const [row, second, third] = mounted.specimen.rows();
    await poll(() => sealed('assigned').length).toBe(1);
    const { body, assignee } = sealed('assigned')[0]!.args[1] as Extract<ActCommand, { kind: 'assigned' }>;
    expect(assignee).toBe('RM');
    const minutes = (Date.parse(body.until ?? '') - Date.parse('2026-11-21T10:43:00+01:00')) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(30);
    expect(minutes).toBeLessThan(31);
    expect(calls('prefetch').at(-1)?.args[0]).toEqual([row?.id, second?.id, third?.id]);
    await userEvent.keyboard('{Escape}');
    await poll(() => calls('leave').map(({ args }) => args[0])).toEqual([row?.id]);
    await poll(heading).toContain('File');
  });

  it('shows who holds a file, and does not take it by opening', async () => {
    await open();
    await openFile(3);
    await poll(left).toContain('Pris par A. SPECIMEN.');
    await userEvent.keyboard('j');
    await poll(heading).toContain('SPECIMEN Ibrahim');
    await poll(() => sealed('assigned').length).toBe(1);
    expect(sealed('assigned')[0]?.args[0]).toBe(mounted.specimen.rows()[4]?.id);
  });

  it('exports the file without printing', async () => {
    await open();
    const row = await openFile(0);
    await userEvent.click(button('Exporter le dossier') as Element);
    await poll(() => mounted.saved.map(({ name }) => name)).toEqual([`${row.ref}.guichet`]);
    expect(button('Imprimer')).toBeUndefined();
  });
});

describe.each(['fr', 'en', 'ar'] as const)('accessibility in %s', (locale) => {
  it.each(['light', 'dark'] as const)(
    'has nothing to say against the queue and a review, %s',
    async (theme) => {
      await open({ preferences: { locale, theme } });
      const said = async () => {
        const { violations } = await axe.run(place, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
        });
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
        );
      };
      expect(await said()).toEqual([]);
      await openFile(0);
      await poll(() => document.querySelector('canvas')).not.toBeNull();
      expect(await said()).toEqual([]);
    },
  );
});
