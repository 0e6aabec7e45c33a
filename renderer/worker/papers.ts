/** What leaves the desk on paper or as a file: the récépissé and its signed token, print jobs, the exported bundle. */
import { isoTime } from '../../app/acts/clock.ts';
import type { ActId, DossierId, Reference } from '../../app/acts/ids.ts';
import { collectable } from '../../app/catalogue/fee.ts';
import { personOf } from '../../app/catalogue/person.ts';
import type { Texts } from '../../app/catalogue/texts.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { PrintJob } from '../../app/desk/print-job.ts';
import type { RecepisseModel, RecepisseWords } from '../../app/desk/recepisse.ts';
import { payloadBytes } from '../../app/seal/jws.ts';
import type { DeskContext } from './desk-context.ts';
import type { OpenedFile } from './mission-book.ts';

const PRINT = 'print:';
const PRINTED = 'printed:';

export class Papers {
  readonly #desk: DeskContext;

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /** Everything the récépissé says, and the token of its QR: no name, no birth date, verifiable offline. */
  async recepisse(id: DossierId): Promise<RecepisseModel> {
    const file = await this.#desk.file(id);
    const { act, ...words } = await this.#words(file);
    return { ...words, token: await this.#token(words.ref, act, words.at) };
  }

  /** The same without its token. @throws DeskError DO-002, DO-004 */
  async words(id: DossierId): Promise<RecepisseWords> {
    const { act: _act, ...words } = await this.#words(await this.#desk.file(id));
    return words;
  }

  async #words({ id, state, data, definition, acts }: OpenedFile): Promise<RecepisseWords & { act: ActId }> {
    const desk = this.#desk;
    const opened = acts.find(({ envelope }) => envelope.kind === 'opened');
    if (!data?.opened || !definition || !opened) throw new DeskError('DO-004');
    const { mission, claimedAt, desk: openedAt } = opened.envelope;
    const title = (code: string): Texts =>
      definition.documents.find((document) => document.code === code)?.title ?? {
        fr: code,
        en: code,
        ar: code,
      };
    const supplied = new Set(data.documents.map(({ document }) => document));
    const person = personOf(definition, data.answers);
    const paid = data.fees.find(({ voided }) => !voided);
    const due = data.opened.feeDue ?? null;
    const asked = due && collectable(due);
    const row = desk.row(id);
    return {
      mission,
      missionName: desk.configuration.missionNames[mission] ?? { fr: mission, en: mission, ar: mission },
      desk: openedAt,
      at: claimedAt,
      ref: state.ref,
      applicant: person.latin,
      applicantArabic: person.arabic || null,
      service: definition.title,
      received: [...supplied].map(title),
      originals: data.opened.originalsKept.map(({ document, until }) => ({ title: title(document), until })),
      missing: data.opened.missing
        .filter(({ document }) => !supplied.has(document))
        .map(({ document, dueBy }) => ({ title: title(document), dueBy })),
      fee: {
        due,
        toBeConfirmed: definition.fees.some(({ toBeConfirmed }) => toBeConfirmed === true),
        collected: paid?.collected ?? asked?.collected ?? null,
        rate: asked?.rate ?? null,
        quittance: paid?.quittance ?? null,
      },
      dueBy: row.dueBy,
      language: data.opened.language,
      act: opened.id,
      duplicate: Number((await desk.stores.facts.get(`${PRINTED}recepisse:${id}`)) ?? 0),
    };
  }

  /** The signed text of the QR: the reference, the act it stands for, and the day. */
  #token(ref: Reference, act: string, claimedAt: string): Promise<string> {
    const payload = payloadBytes({ v: 1, ref, act, day: claimedAt.slice(0, 10) });
    return this.#desk.platform.signer.sign('guichet-token+jws', payload);
  }

  /** A job that started and was never confirmed may not have printed: the next start says so. */
  async notePrint(
    dossier: DossierId,
    document: PrintJob['document'],
    stage: 'started' | 'done' | 'failed',
  ): Promise<void> {
    const { facts } = this.#desk.stores;
    const key = `${PRINT}${document}:${dossier}`;
    if (stage === 'started') await facts.set(key, isoTime(this.#desk.clock.now()));
    else await facts.delete(key);
    if (stage !== 'done') return;
    const count = `${PRINTED}${document}:${dossier}`;
    await facts.set(count, String(Number((await facts.get(count)) ?? 0) + 1));
  }

  async unprinted(): Promise<PrintJob[]> {
    const jobs = await this.#desk.stores.facts.withPrefix(PRINT);
    return jobs.flatMap(([key, startedAt]) => {
      const [, document, dossier] = key.split(':') as [string, PrintJob['document'], DossierId];
      const row = this.#desk.model.rows.get(dossier);
      return row ? [{ dossier, ref: row.ref, document, startedAt }] : [];
    });
  }
}
