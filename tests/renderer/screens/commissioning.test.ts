/** Putting a desk into service without a kit: both sides of it in a real browser, on specimen data, under the strict policy. */
import { afterAll, describe, expect, it } from 'vitest';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { lookedAt, photograph } from '../pictures.ts';
import { openPreview } from '../specimen-pages.ts';

const preview = await openPreview('preview-commissioning');
afterAll(() => preview.close());
const page = await onePage({ permissions: ['clipboard-read', 'clipboard-write'] });

type Lang = 'fr' | 'en' | 'ar';
async function open(state: string, hash = '', lang: Lang = 'fr', theme = 'light') {
  await page.goto(`${preview.url}?lang=${lang}&theme=${theme}&state=${state}${hash}`);
  await page.locator('h1').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** What the specimen desk makes stand for a root, a request or an answer. */
const words = (kind: string, variant: string): Promise<string> =>
  page.evaluate(
    ([name, which]) =>
      (window as unknown as Record<string, (variant: string) => string>)[name as string]?.(which as string) ??
      '',
    [kind, variant],
  );
async function paste(field: string, text: string) {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.locator(field).focus();
  await press('Control+v');
}
async function bring(text: string) {
  const buffer = Buffer.from(text);
  const file = { name: 'fichier.txt', mimeType: 'text/plain', buffer };
  await page.locator('input[type=file]').setInputFiles(file);
}
const saved = () =>
  page.evaluate(() => (window as unknown as { saved: { name: string; text: string }[] }).saved);
const next = () => page.locator('.bottom-bar .button').last();
const dialog = () => page.getByRole('dialog');

const start = async () => {
  await page.locator('.commission-ask .button').last().click();
  await page.locator('#commission-root').waitFor();
};
const rooted = async () => {
  await start();
  await paste('#commission-root', await words('specimenRoot', 'good'));
  await page.locator('.commission-fingerprint').waitFor();
};
const asking = async () => {
  await rooted();
  await page.locator('.check input').check();
  await next().click();
  await page.locator('#commission-mission').waitFor();
};
const waiting = async () => {
  await page.locator('.enrol-waiting-row').first().click();
  await page.locator('.qr').waitFor();
};
const read = (variant: string) => async () => {
  await paste('#enrol-request', await words('specimenDeskRequest', variant));
  await page.locator('#enrol-request').waitFor({ state: 'detached' });
};
const signed = async () => {
  await read('good')();
  await page.locator('#enrol-surname').fill('specimen');
  await page.locator('.check input').check();
  await next().click();
  await dialog().locator('input').fill('482915');
  await press('Enter');
  await page.locator('.sealed-block').waitFor();
};

const asItOpens = async () => {};
const STATES: readonly (readonly [string, string, string, () => Promise<unknown>])[] = [
  ['not in service', 'new,locked', '', asItOpens],
  ['not in service, a request waits', 'new,locked,waiting', '', asItOpens],
  ['the root is asked for', 'new,locked', '', start],
  ['the root and its fingerprint', 'new,locked', '', rooted],
  ['asking, with a code', 'new,locked', '', asking],
  ['the request', 'new,locked,waiting', '', waiting],
  [
    'the answer is brought',
    'new,locked,waiting',
    '',
    async () => {
      await waiting();
      await next().click();
      await page.locator('#enrol-answer').waitFor();
    },
  ],
  ['approving', 'head', '#/enrol', read('good')],
  ['no letter is left', 'head', '#/enrol', read('no-letter')],
  ['signed', 'head', '#/enrol', signed],
];

describe.each(STATES)('%s', (name, state, hash, reach) => {
  it.each(lookedAt(STATES.findIndex(([other]) => other === name)))(
    'is free of what axe finds and fits the window, in %s, %s',
    async (lang, theme) => {
      await open(state, hash, lang, theme);
      await reach();
      expect(await axeViolations(page, WCAG_AA)).toEqual([]);
      const over = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
        const body = document.querySelector('.content-body');
        return {
          x: scrollWidth - clientWidth,
          y: scrollHeight - clientHeight,
          body: body ? body.scrollWidth - body.clientWidth : 0,
        };
      });
      expect(over).toEqual({ x: 0, y: 0, body: 0 });
      await photograph(page, name, lang);
    },
  );
});

it('goes from the first screen to the request by the keyboard alone, and the request waits there', async () => {
  await open('new,locked');
  await press('Enter');
  await page.locator('#commission-root').waitFor();
  // A scanner types: what it typed is read when told to.
  await page.keyboard.insertText(await words('specimenRoot', 'good'));
  await press('Control+Enter');
  await page.getByText('À cocher : l’empreinte comparée.').waitFor();
  expect((await page.locator('.commission-fingerprint').innerText()).trim().split(/\s+/)).toHaveLength(16);
  await press('Control+Enter');
  expect(await page.locator('#commission-mission').count()).toBe(0);
  await page.getByRole('checkbox', { name: /^J’ai comparé cette empreinte/ }).press('Space');
  await press('Control+Enter');
  await page.getByText('À compléter : le code de la mission.').waitFor();
  await page.keyboard.type('ml-par');
  await press('Enter');
  await page.keyboard.type('nf');
  await page.getByRole('checkbox', { name: /^agent/ }).press('Space');
  await page.locator('#enrol-pin').fill('739164');
  await page.locator('#enrol-pin-again').fill('739164');
  await press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: 'Demande de mise en service' }).waitFor();
  expect((await page.locator('.enrol-digits').innerText()).trim().split(/\s+/)).toHaveLength(8);
  await press('Control+s');
  await page.getByText('Fichier enregistré.').waitFor();
  expect((await saved())[0]?.name).toBe('guichet-demande-ML-PAR-4821.txt');
  await press('Escape');
  await page.getByRole('heading', { name: 'Ce guichet n’est pas en service.' }).waitFor();
  await page.getByRole('button', { name: /^NF agent/ }).waitFor();
});

it.each([
  ['forged', 'specimenRoot'],
  ['good', 'specimenDeskRequest'],
])('takes no root that is none, and says what to do: EN-008 (%s, %s)', async (variant, kind) => {
  await open('new,locked');
  await start();
  await paste('#commission-root', await words(kind, variant));
  await page.locator('.error-line').getByText('EN-008').waitFor();
  expect(await page.locator('.commission-fingerprint').count()).toBe(0);
});

it.each([
  ['no answer at all', 'EN-001', 'une lettre'],
  ['one for another request', 'EN-002', 'other'],
  ['one that was forged', 'EN-003', 'forged'],
])('says what to do with %s: %s', async (_name, code, variant) => {
  await open('new,locked,waiting');
  await waiting();
  await press('Control+Enter');
  await bring(code === 'EN-001' ? variant : await words('specimenDeskAnswer', variant));
  await page.locator('#enrol-secret').fill('482915');
  await press('Control+Enter');
  await page.locator('.error-line').getByText(code).waitFor();
});

it('takes the answer as a file, tells a wrong code, and with the right one loads the desk anew', async () => {
  await open('new,locked,waiting');
  await waiting();
  await press('Control+Enter');
  await bring(await words('specimenDeskAnswer', 'good'));
  await expect.poll(() => page.locator('#enrol-answer').inputValue()).toMatch(/^Fichier pris/);
  await page.locator('#enrol-secret').fill('111111');
  await press('Control+Enter');
  await page.getByText(/^Code refusé\. Nouvel essai dans \d+\ss\.$/).waitFor();
  await page.getByText(/Code refusé/).waitFor({ state: 'detached' });
  await page.locator('#enrol-secret').fill('482915');
  const loaded = page.waitForEvent('load');
  await press('Control+Enter');
  await loaded;
});

it('is withdrawn, pressed twice, and can be asked for again', async () => {
  await open('new,locked,waiting');
  await waiting();
  await page.getByRole('button', { name: 'Retirer la demande…' }).press('Enter');
  await dialog().getByRole('button', { name: 'Retirer la demande' }).press('Enter');
  await page.getByRole('button', { name: 'Demander la mise en service' }).waitFor();
});

describe('approving', () => {
  it('gives the letter that is next, and the answer leaves as a file', async () => {
    await open('head', '#/enrol');
    await read('good')();
    await page.getByRole('heading', { level: 1, name: 'Mettre un guichet en service' }).waitFor();
    await page.getByText('ML-PAR, guichet P').first().waitFor();
    await page.locator('#enrol-surname').fill('specimen');
    await page.getByText('À cocher : les chiffres comparés.').waitFor();
    await page.locator('.check input').check();
    await press('Control+Enter');
    await page.keyboard.type('482915');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Réponse signée pour le guichet' }).waitFor();
    await press('Control+Enter');
    await page.getByText('Fichier enregistré.').waitFor();
    expect((await saved())[0]).toEqual({
      name: 'guichet-reponse-ML-PAR-P-4821.txt',
      text: await words('specimenDeskAnswer', 'good'),
    });
  });

  it.each([
    ['no-desks', 'ne permet pas de mettre un guichet en service'],
    ['no-letter', 'Aucune lettre n’est réservée sur ce guichet pour ML-PAR'],
    ['not-carried', 'Ce guichet n’a pas les dossiers de ML-PAR'],
    ['revoked', 'est révoquée'],
    ['other-mission', 'Cette demande vient de ML-DKR'],
  ])('refuses with its reason and nothing to sign: %s', async (variant, text) => {
    await open('head', '#/enrol');
    await read(variant)();
    await page.getByText(text).waitFor();
    expect(await page.getByRole('button', { name: 'Signer l’habilitation' }).count()).toBe(0);
    expect(await page.getByText('Déjà approuvée').count()).toBe(0);
  });

  it.each([
    ['again', 'la lettre reste la même', 'une autre lettre'],
    ['given-elsewhere', 'une autre lettre', 'la lettre reste la même'],
  ])('says of a letter that was given what this desk knows: %s', async (variant, text, other) => {
    await open('head', '#/enrol');
    await read(variant)();
    await page.getByText(text).waitFor();
    expect(await page.getByText(other).count()).toBe(0);
  });
});
