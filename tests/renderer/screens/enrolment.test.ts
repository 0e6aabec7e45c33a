/** Enrolment of an officer: both sides of it in a real browser, on specimen data, under the strict policy. */
import { afterAll, describe, expect, it } from 'vitest';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { lookedAt, photograph } from '../pictures.ts';
import { openPreview } from '../specimen-pages.ts';

const preview = await openPreview('preview-enrolment');
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
/** What the specimen desk makes stand for a request or an answer. */
const words = (kind: 'specimenRequest' | 'specimenAnswer', variant: string): Promise<string> =>
  page.evaluate(
    ([name, which]) =>
      (window as unknown as Record<string, (variant: string) => string>)[name as string]?.(which as string) ??
      '',
    [kind, variant],
  );
const request = (variant: string) => words('specimenRequest', variant);
const answer = (variant: string) => words('specimenAnswer', variant);
const saved = () =>
  page.evaluate(() => (window as unknown as { saved: { name: string; text: string }[] }).saved);
/** By the system's clipboard and its keys. */
async function paste(field: string, text: string) {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.locator(field).focus();
  await press('Control+v');
}
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at instanceof HTMLElement ? at.id || at.innerText.trim() || (at.getAttribute('name') ?? '') : '';
  });
/** Tab, until what has the focus is called so. */
async function tabTo(name: string, key = 'Tab') {
  for (let n = 0; n < 40; n += 1) {
    if ((await focused()) === name) return;
    await press(key);
  }
  throw new Error(`Tab does not reach « ${name} »`);
}
const next = () => page.locator('.bottom-bar .button').last();
const dialog = () => page.getByRole('dialog');

// ── every state, each third from right to left and in the dark too ──

const ask = async () => {
  await page.locator('.unlock-new > .button').click();
  await page.locator('#enrol-initials').waitFor();
};
const made = async () => {
  await ask();
  await page.locator('#enrol-initials').fill('nf');
  await page.locator('.enrol-role input').first().check();
  if (await page.locator('#enrol-pin').isVisible()) {
    await page.locator('#enrol-pin').fill('739164');
    await page.locator('#enrol-pin-again').fill('739164');
  }
  await next().click();
};
const waiting = async () => {
  await page.locator('.enrol-waiting-row').first().click();
  await page.locator('.qr').waitFor();
};
const read = (variant: string) => async () => {
  await paste('#enrol-request', await request(variant));
  await page.locator('#enrol-request').waitFor({ state: 'detached' });
};
const wrong = (variant: string) => async () => {
  await paste('#enrol-request', await request(variant));
  await page.locator('.error-line').waitFor();
};
const filled = async () => {
  await read('good')();
  await page.locator('.check input').check();
  await page.locator('#enrol-surname').fill('specimen');
  await page.locator('#enrol-given').fill('Ɲagalɛn');
};
const asked = async () => {
  await filled();
  await next().click();
  await dialog().waitFor();
};
const signed = async () => {
  await asked();
  await dialog().locator('input').fill('482915');
  await press('Enter');
  await page.locator('.sealed-block').waitFor();
};

const asItOpens = async () => {};
const STATES: readonly (readonly [string, string, string, () => Promise<unknown>])[] = [
  ['two requests wait', 'locked,waiting', '', asItOpens],
  ['a desk without officers', 'locked,nobody', '', asItOpens],
  ['asking, with a code', 'locked', '', ask],
  ['asking, with words', 'locked,words', '', ask],
  ['the words, once', 'locked,words', '', made],
  ['the request', 'locked,waiting', '', waiting],
  [
    'withdrawing it',
    'locked,waiting',
    '',
    async () => {
      await waiting();
      await page.locator('.bottom-bar .button').first().click();
      await dialog().waitFor();
    },
  ],
  [
    'the answer is brought',
    'locked,waiting',
    '',
    async () => {
      await waiting();
      await next().click();
      await page.locator('#enrol-answer').waitFor();
    },
  ],
  ['settings of a head of mission', 'head', '#/desk', asItOpens],
  ['a request is taken in', 'head,waiting', '#/enrol', asItOpens],
  ['a forged request', 'head', '#/enrol', wrong('forged')],
  ['approving', 'head', '#/enrol', read('good')],
  ['approving once more', 'head', '#/enrol', read('again')],
  ['not theirs to give', 'head', '#/enrol', read('not-yours')],
  ['of another mission', 'head', '#/enrol', read('other-mission')],
  ['after their own end', 'head', '#/enrol', read('expired-credential')],
  ['the secret is asked', 'head', '#/enrol', asked],
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
      await photograph(page, `enrolment ${name}`, lang);
    },
  );
});

// ── what happens ──

describe('asking', () => {
  it('makes a request by the keyboard alone, which waits on the locked screen and is withdrawn', async () => {
    await open('locked');
    await tabTo('Nouvel agent sur ce guichet');
    await press('Enter');
    await expect.poll(focused).toBe('enrol-initials');
    await page.keyboard.type('nf');
    await press('Enter', 'Space');
    await tabTo('enrol-pin');
    await page.keyboard.type('739164');
    await press('Enter');
    await page.keyboard.type('739164');
    await press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'Demande de NF' }).waitFor();
    expect((await page.locator('.enrol-digits').innerText()).split(/\s+/)).toHaveLength(8);
    await expect.poll(focused).toBe('J’ai la réponse');
    await press('Control+s');
    await page.getByText('Fichier enregistré.').waitFor();
    const [file] = await saved();
    expect(file?.name).toBe('guichet-demande-ML-PAR-B-4821.txt');
    expect(file?.text).toMatch(/^specimen-request\.good\.NF\./);

    await press('Escape');
    await page.getByRole('heading', { name: 'Déverrouiller' }).waitFor();
    await page.getByRole('button', { name: /^NF agent/ }).press('Enter');
    await tabTo('Retirer la demande…', 'Shift+Tab');
    await press('Enter');
    await dialog()
      .getByText(/clés préparées sur ce guichet seront détruites/)
      .waitFor();
    await expect.poll(focused).toBe('Garder la demande');
    await press('Tab', 'Enter');
    await page.getByRole('heading', { name: 'Déverrouiller' }).waitFor();
    await page.getByRole('button', { name: /^NF/ }).waitFor({ state: 'detached' });
  });

  it('says what is missing, and keeps what was filled in over a step back; a code is not kept', async () => {
    await open('locked');
    await ask();
    await page.getByText('À compléter : les initiales.').waitFor();
    await page.locator('#enrol-initials').fill('as');
    await page.getByText('Déjà portées par quelqu’un').waitFor();
    await page.getByText('À compléter : un rôle au moins.').waitFor();
    await page.getByRole('checkbox', { name: /^caisse/ }).check();
    await page.locator('#enrol-pin').fill('123456');
    await press('Tab');
    await page.getByText('Ce code se devine').waitFor();
    await press('Control+Enter');
    await page.locator('#enrol-initials').waitFor();
    await press('Escape');
    await ask();
    expect(await page.locator('#enrol-initials').inputValue()).toBe('AS');
    expect(await page.getByRole('checkbox', { name: /^caisse/ }).isChecked()).toBe(true);
    expect(await page.locator('#enrol-pin').inputValue()).toBe('');
  });

  it('without a key store shows words once, and goes on only when they were noted', async () => {
    await open('locked,words');
    await made();
    await page.getByRole('heading', { level: 1, name: 'Vos six mots' }).waitFor();
    expect(await page.locator('.enrol-words li').count()).toBe(6);
    await press('Escape', 'Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'Vos six mots' }).waitFor();
    await page.getByRole('checkbox', { name: 'Je les ai notés' }).press('Space');
    await press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'Demande de NF' }).waitFor();
    expect(await page.content()).not.toContain('abri');
  });
});

describe('activating', () => {
  const bring = async () => {
    await waiting();
    await press('Control+Enter');
    await page.locator('#enrol-answer').waitFor();
  };

  it('takes the answer and the code, and leaves the new officer in the list with the focus in their field', async () => {
    await open('locked,waiting');
    await page.locator('.enrol-waiting-row').last().press('Enter');
    await press('Control+Enter');
    await paste('#enrol-answer', await answer('good'));
    await expect.poll(focused).toBe('enrol-secret');
    await page.keyboard.type('111111');
    await press('Control+Enter');
    await page.getByText(/^Code refusé\. Nouvel essai dans \d+\ss\.$/).waitFor();
    await page.keyboard.type('482915');
    await page.getByText(/Code refusé/).waitFor({ state: 'detached' });
    await press('Control+Enter');
    await page.getByText('Habilitation de LT activée.').waitFor();
    expect(await page.getByRole('radio', { name: /^LT/ }).isChecked()).toBe(true);
    await expect.poll(focused).toBe('secret');
    expect(await page.locator('.enrol-waiting-row').count()).toBe(1);
    await page.keyboard.type('482915');
    await press('Enter');
    await page.getByRole('heading', { name: 'Accueil' }).waitFor();
  });

  it.each([
    ['no answer at all', 'EN-001', 'une lettre'],
    ['one for another request', 'EN-002', 'other'],
    ['one that was forged', 'EN-003', 'forged'],
    ['one that nothing waits for', 'EN-006', 'late'],
  ])('says what to do with %s: %s', async (_name, code, variant) => {
    await open('locked,waiting');
    await bring();
    await paste('#enrol-answer', code === 'EN-001' ? variant : await answer(variant));
    await page.locator('#enrol-secret').fill('482915');
    await press('Control+Enter');
    await page.locator('.error-line').getByText(code).waitFor();
    // What was brought is still there, to be looked at; taking it away takes the message away.
    expect(await page.locator('#enrol-answer').inputValue()).not.toBe('');
    await page.locator('#enrol-answer').fill('');
    await page.locator('.error-line').waitFor({ state: 'detached' });
  });

  it('takes a file as well, and one dropped', async () => {
    await open('locked,waiting');
    await bring();
    const buffer = Buffer.from(await answer('good'));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'reponse.txt', mimeType: 'text/plain', buffer });
    await expect.poll(focused).toBe('enrol-secret');
    expect(await page.locator('#enrol-answer').inputValue()).toBe(buffer.toString());
    await page.locator('#enrol-answer').fill('');
    await page.locator('#enrol-answer').evaluate((field, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'reponse.txt', { type: 'text/plain' }));
      field.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    }, buffer.toString());
    await expect.poll(() => page.locator('#enrol-answer').inputValue()).toBe(buffer.toString());
    const huge = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(300_000) };
    await page.locator('input[type=file]').setInputFiles(huge);
    await page.locator('.error-line').getByText('EN-001').waitFor();
    expect(await page.locator('#enrol-answer').inputValue()).toBe(buffer.toString());
  });
});

describe('approving', () => {
  it('goes from Ctrl+K to the signed answer by the keyboard alone', async () => {
    await open('head', '#/home');
    await press('Control+k');
    await page.keyboard.type('>habi');
    await page.getByRole('option', { name: 'Habiliter un agent' }).waitFor();
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Habiliter un agent' }).waitFor();
    await expect.poll(focused).toBe('enrol-request');
    // A scanner types, and what it typed is read when told to.
    await page.keyboard.insertText(await request('good'));
    await press('Control+Enter');
    await expect.poll(focused).toBe('enrol-surname');
    await page.getByText('À cocher : les chiffres comparés.').waitFor();
    await page.keyboard.type('specimen');
    await press('Enter');
    await page.keyboard.type('Ɲagalɛn');
    const compared = page.getByRole('checkbox', { name: /^J’ai comparé ces chiffres/ });
    for (let n = 0; n < 10 && !(await compared.evaluate((box) => box === document.activeElement)); n += 1)
      await press('Shift+Tab');
    await press('Space');
    expect(await compared.isChecked()).toBe(true);
    await press('Control+Enter');
    await dialog()
      .getByText(/l’habilitation porte votre signature/)
      .waitFor();
    await page.keyboard.type('482915');
    await press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'Habilitation signée' }).waitFor();
    await page.getByText('SPECIMEN Ɲagalɛn : agent, caisse, jusqu’au').waitFor();
    await page.getByText('Trop long pour un code QR').waitFor();
    await press('Control+Enter');
    await page.getByText('Fichier enregistré.').waitFor();
    expect((await saved())[0]).toEqual({
      name: 'guichet-reponse-ML-PAR-B-4821.txt',
      text: await answer('good'),
    });
    await page.getByRole('button', { name: 'Copier' }).press('Enter');
    await page.getByText('Réponse copiée.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await answer('good'));
  });

  it('gives only what may be given, asks for each thing in turn, and never signs unread digits', async () => {
    await open('head', '#/enrol');
    await read('good')();
    const head = page.getByRole('checkbox', { name: /^chef de mission/ });
    expect(await head.isDisabled()).toBe(true);
    await page.getByText('Votre habilitation ne permet pas de donner ce rôle.').first().waitFor();
    expect(await page.getByRole('checkbox', { name: /^agent/ }).isChecked()).toBe(true);
    await page.locator('#enrol-surname').fill('specimen');
    await press('Control+Enter');
    expect(await dialog().count()).toBe(0);
    await page.locator('.check input').check();
    await page.getByRole('checkbox', { name: /^agent/ }).uncheck();
    await page.getByRole('checkbox', { name: /^caisse/ }).uncheck();
    await page.getByText('À compléter : un rôle au moins.').waitFor();
    await page.getByRole('checkbox', { name: /^agent/ }).check();
    await page.locator('#enrol-until').fill('01012030');
    await page.getByText('À corriger : la date de fin.').waitFor();
    await page.locator('#enrol-until').fill('01012026');
    await page.getByText('Ce jour est passé').waitFor();
    await page.locator('#enrol-until').fill('01062027');
    await press('Control+Enter');
    await dialog().waitFor();
  });

  it('names months in Arabic as the mission’s country does: Morocco’s names are no others’', async () => {
    await open('head', '#/enrol', 'ar');
    await read('good')();
    await page.getByText('20\u00a0نوفمبر\u00a02027').waitFor();
  });

  it('keeps what was filled in over a step back', async () => {
    await open('head', '#/enrol');
    await filled();
    await press('Escape');
    await page.locator('#enrol-request').waitFor();
    await press('Control+Enter');
    expect(await page.locator('#enrol-surname').inputValue()).toBe('SPECIMEN');
    expect(await page.locator('.check input').isChecked()).toBe(true);
  });

  it.each([
    ['forged', 'EN-003'],
    ['other-ministry', 'EN-005'],
  ])('says what to do with a request that is %s: %s', async (variant, code) => {
    await open('head', '#/enrol');
    await wrong(variant)();
    await page.locator('.error-line').getByText(code).waitFor();
  });

  it('says so when a file is no request, and shows a refusal with its reason and nothing to sign', async () => {
    await open('head', '#/enrol');
    const buffer = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
    await page.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
    await page.locator('.error-line').getByText('EN-001').waitFor();
    expect(await page.locator('#enrol-request').inputValue()).toBe('');
    await paste('#enrol-request', 'une lettre');
    await page.locator('.error-line').getByText('EN-001').waitFor();
    await read('other-mission')();
    await page.getByText('Cette demande vient de ML-DKR').waitFor();
    expect(await page.getByRole('button', { name: 'Signer l’habilitation' }).count()).toBe(0);
  });

  it('takes a request that waits on this very desk without a file between', async () => {
    await open('head,waiting', '#/enrol');
    await page.getByRole('button', { name: /^LT/ }).press('Enter');
    await page.locator('#enrol-surname').waitFor();
  });

  it('is shown to nobody who has nothing to give', async () => {
    await open('', '#/desk');
    expect(await page.getByRole('button', { name: 'Habiliter un agent' }).count()).toBe(0);
    await press('Control+k');
    await page.keyboard.type('>habi');
    await page.getByText('Aucune commande').waitFor();
    await press('Escape');
    await open('', '#/enrol');
    await page.getByRole('heading', { level: 1, name: 'Guichet' }).waitFor();
  });

  it('from the centre says that the keys to read with come later', async () => {
    await open('central,enrolment', '#/enrol');
    await filled();
    await next().click();
    await page.getByText(/aucun dossier\. Cette personne peut déjà sceller/).waitFor();
  });
});
