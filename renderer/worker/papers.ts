/** What leaves the desk on paper or as a file: the récépissé and its signed token, print jobs, the exported bundle. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DossierId, Kid, Reference } from '../../app/acts/ids.ts';
import { convert, EUR_XOF } from '../../app/catalogue/fee.ts';
import { personOf } from '../../app/catalogue/person.ts';
import { canonicalText } from '../../app/catalogue/release.ts';
import type { Texts } from '../../app/catalogue/texts.ts';
import { DeskError, type PrintJob, type RecepisseModel } from '../../app/desk/desk-api.ts';
import { type BundleLine, chunkLine, type LineType, writeBundle } from '../../app/export/bundle.ts';
import { payloadBytes } from '../../app/seal/jws.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import type { DossierFile } from './mission-book.ts';

const PRINT = 'print:';
const PRINTED = 'printed:';

export class Papers {
  readonly #desk: DeskContext;

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /** Everything the récépissé says, and the token of its QR: no name, no birth date, verifiable offline. */
  async recepisse(id: DossierId): Promise<RecepisseModel> {
    const desk = this.#desk;
    const { state, data, definition, acts } = await desk.file(id);
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
        collected:
          paid?.collected ?? (due?.currency === 'XOF' ? (convert(due, 'EUR', EUR_XOF) ?? null) : due),
        rate: due?.currency === 'XOF' ? '1 EUR = 655,957 XOF' : null,
        quittance: paid?.quittance ?? null,
      },
      dueBy: row.dueBy,
      language: data.opened.language,
      token: await this.#token(state.ref, opened.id, claimedAt),
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

  /** The whole dossier as it stands here, encrypted as it is. Exporting is recorded before the bytes are given. */
  async exportDossier(id: DossierId): Promise<Uint8Array> {
    const { mission } = this.#desk.row(id);
    const file = await this.#desk.book(mission).load(id, this.#desk.session.groups);
    const lines: BundleLine[] = [];
    const add = (type: LineType, texts: Iterable<string>) => {
      for (const text of texts) lines.push({ type, text });
    };
    const receipts = await this.#receiptsOf(file);
    const gateways = receipts.map(({ kid }) => kid);
    const releases = await this.#releasesOf(file);
    add(
      'credential',
      this.#chainsOf([
        ...file.acts.map(({ kid }) => kid),
        ...file.wraps.map(({ kid }) => kid),
        ...gateways,
        ...releases.signers,
      ]),
    );
    add('keyring', await this.#keyringLists());
    add('release', releases.manifests);
    add('definition', releases.definitions);
    add(
      'act',
      file.acts.map(({ jws }) => jws),
    );
    add(
      'wrap',
      file.wraps.map(({ parsed }) => parsed.jws),
    );
    add(
      'receipt',
      receipts.map(({ jws }) => jws),
    );
    for (const chunk of new Set(
      file.acts.flatMap(({ envelope }) => envelope.blobs.flatMap(({ chunks }) => [...chunks])),
    )) {
      const bytes = await this.#desk.chunks(mission).get(chunk);
      if (bytes) lines.push(chunkLine(bytes));
    }
    await recordAudit(this.#desk, mission, { what: 'exported', dossier: id });
    return writeBundle({ dossier: id, lines });
  }

  async #receiptsOf(file: DossierFile): Promise<{ jws: string; kid: Kid }[]> {
    const book = this.#desk.book(file.acts[0]?.envelope.mission ?? this.#desk.row(file.id).mission);
    return book.receiptsNaming([
      ...file.acts.map(({ id }) => id as string),
      ...file.wraps.map(({ hash }) => hash as string),
    ]);
  }

  async #releasesOf(
    file: DossierFile,
  ): Promise<{ manifests: string[]; definitions: string[]; signers: Kid[] }> {
    const hashes = new Set(file.acts.map(({ envelope }) => envelope.release));
    const releases = [...hashes].flatMap((hash) => this.#desk.reference.release(hash) ?? []);
    const service = file.acts[0]?.envelope.service;
    return {
      manifests: releases.map(({ jws }) => jws),
      definitions: releases.flatMap(({ services }) => {
        const definition = service && services.get(service);
        return definition ? [canonicalText(definition)] : [];
      }),
      signers: this.#desk.reference.keyring
        .credentials()
        .filter(({ roles }) => roles.includes('catalogue'))
        .map(({ kid }) => kid),
    };
  }

  /** Each signer's credential and those it chains through, the root left out: the verifier brings it. */
  #chainsOf(kids: readonly Kid[]): Set<string> {
    const { keyring } = this.#desk.reference;
    const texts = new Set<string>();
    for (const kid of new Set(kids)) {
      for (let at = keyring.credential(kid); at?.issuer; at = keyring.credential(at.issuer))
        texts.add(at.jws);
    }
    return texts;
  }

  async #keyringLists(): Promise<string[]> {
    const documents = await this.#desk.stores.keyring.withPrefix('keyring:');
    return documents.flatMap((document) => ('jws' in document ? [document.jws] : []));
  }
}
