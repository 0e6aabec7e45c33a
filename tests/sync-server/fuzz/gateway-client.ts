/** Desks with sessions, as the fuzz drives them. */
import { Agent, request as ask } from 'node:http';
import type { MissionCode } from '../../../app/acts/ids.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import type { TestServer } from '../access/support.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export const databaseOf = (mission: MissionCode, place: 'records' | 'evidence'): string =>
  `mission-${mission.toLowerCase()}${place === 'records' ? '' : '-evidence'}`;

export class FuzzClient {
  readonly #server: TestServer;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #tokens = new Map<string, Promise<string>>();
  readonly statuses = new Map<number, number>();

  constructor(server: TestServer) {
    this.#server = server;
  }

  async send(
    desk: string,
    path: string,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> = {},
    method = 'POST',
  ): Promise<Answer> {
    const token = this.#tokens.get(desk) ?? this.#server.token(desk);
    this.#tokens.set(desk, token);
    const common = { authorization: `Bearer ${await token}`, 'content-type': 'application/json' };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const options = { method, agent: this.#agent, timeout: 60_000, headers: { ...common, ...headers } };
      const sent = ask(`${this.#server.url}/${path}`, options, (reply) => {
        const pieces: Uint8Array[] = [];
        reply.on('data', (piece: Uint8Array) => pieces.push(piece));
        reply.on('error', reject);
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
        );
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer in a minute')));
      sent.on('error', reject);
      sent.end(body);
    });
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    return answer;
  }

  bulk(desk: string, database: string, docs: readonly string[]): Promise<Answer> {
    return this.send(desk, `${database}/_bulk_docs`, `{"new_edits":false,"docs":[${docs.join()}]}`);
  }

  async receipts(mission: MissionCode): Promise<SignedDocument[]> {
    const path = `${databaseOf(mission, 'records')}/_all_docs?include_docs=true&startkey="receipt:"&endkey="receipt;"`;
    const { text } = await this.send('CENTRAL/A', path, '', {}, 'GET');
    const { rows } = JSON.parse(text) as { rows: { doc: SignedDocument }[] };
    return rows.map(({ doc: { _id, _rev, jws } }) => ({ _id, _rev, jws }));
  }

  close(): void {
    this.#agent.destroy();
  }
}
