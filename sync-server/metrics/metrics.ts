/**
 * What the server counts, in Prometheus' form. Labels are closed sets: methods, kinds of routes, statuses, verdicts and
 * the ministry's own mission codes; nothing that a client writes becomes one.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeskState, Fleet } from '../../app/desk/fleet.ts';
import type { CommittedGroup } from '../stores/group-commit.ts';
import { routeClass } from './route-class.ts';

/** Seconds; an upload behind 2 kbit/s takes minutes. */
const LATENCIES = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600];
const COMMITS = [0.001, 0.005, 0.02, 0.1, 0.5, 2];
const DESK_STATES: readonly DeskState[] = ['silent', 'never', 'regular', 'revoked'];
const METHODS = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'COPY']);

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'method' | 'route' | 'status'>;
  readonly #latency: Histogram<'route'>;
  readonly #feeds: Gauge;
  readonly #connections: Gauge;
  readonly #bodies: Gauge;
  readonly #desks: Gauge<'state'>;
  readonly #admissions: Counter<'mission' | 'verdict'>;
  readonly #bytes: Counter<'direction'>;
  readonly #writes: Counter<'outcome'>;
  readonly #commits: Histogram;

  constructor() {
    const registers = [this.#registry];
    const of = (name: string, help: string) => ({ name: `guichet_${name}`, help, registers });
    this.#requests = new Counter({
      ...of('requests_total', 'Requests answered.'),
      labelNames: ['method', 'route', 'status'],
    });
    this.#latency = new Histogram({
      ...of(
        'request_seconds',
        'From the headers of a request to the end of its answer; feeds are not in it.',
      ),
      labelNames: ['route'],
      buckets: LATENCIES,
    });
    this.#feeds = new Gauge(of('open_feeds', 'Feeds that stay open.'));
    this.#connections = new Gauge(of('open_connections', 'Connections.'));
    this.#bodies = new Gauge(of('body_bytes', 'Bytes of request bodies in memory.'));
    this.#desks = new Gauge({
      ...of('desks', 'Desks of the ministry: silent for longer than usual, never come, regular, revoked.'),
      labelNames: ['state'],
    });
    this.#admissions = new Counter({
      ...of('admissions_total', 'Verdicts told in receipts.'),
      labelNames: ['mission', 'verdict'],
    });
    this.#bytes = new Counter({
      ...of('bytes_total', 'Bytes of connections that have closed, and of those open as far as they were.'),
      labelNames: ['direction'],
    });
    this.#writes = new Counter({
      ...of('store_writes_total', 'Writes that the store was asked for.'),
      labelNames: ['outcome'],
    });
    this.#commits = new Histogram({
      ...of('store_commit_seconds', 'Each synced group of writes.'),
      buckets: COMMITS,
    });
    collectDefaultMetrics({ register: this.#registry });
  }

  /** @param seconds undefined: a feed that stayed open */
  answered(
    request: Pick<IncomingMessage, 'method' | 'url'>,
    status: number,
    seconds: number | undefined,
  ): void {
    const { method = '', url = '' } = request;
    const route = routeClass(url);
    this.#requests.inc({ method: METHODS.has(method) ? method : 'other', route, status });
    if (seconds !== undefined) this.#latency.observe({ route }, seconds);
  }

  feedOpened(): void {
    this.#feeds.inc();
  }

  feedClosed(): void {
    this.#feeds.dec();
  }

  /** @param mission a code of the ministry's file */
  admitted(mission: string, verdict: string, count: number): void {
    this.#admissions.inc({ mission, verdict }, count);
  }

  committed({ jobs, failed, seconds }: CommittedGroup): void {
    this.#writes.inc({ outcome: failed ? 'failed' : 'durable' }, jobs);
    this.#commits.observe(seconds);
  }

  watchBodies(bodies: { readonly held: number }): void {
    this.#beforeText.push(() => this.#bodies.set(bodies.held));
  }

  /** Desks by what is to be thought of their silence. Where the store cannot tell, the last figures stand. */
  watchFleet(fleet: { list(): Promise<Fleet> }): void {
    this.#beforeText.push(async () => {
      const { desks } = await fleet.list().catch(() => ({ desks: null }));
      if (desks === null) return;
      for (const state of DESK_STATES)
        this.#desks.set({ state }, desks.filter((desk) => desk.state === state).length);
    });
  }

  /** Counts the bytes of a server's connections. */
  watch(server: Server): void {
    const open = new Map<Socket, { in: number; out: number }>();
    const count = (socket: Socket): void => {
      const before = open.get(socket) ?? { in: 0, out: 0 };
      const now = { in: socket.bytesRead, out: socket.bytesWritten };
      this.#bytes.inc({ direction: 'in' }, Math.max(0, now.in - before.in));
      this.#bytes.inc({ direction: 'out' }, Math.max(0, now.out - before.out));
      open.set(socket, now);
    };
    server.on('connection', (socket: Socket) => {
      open.set(socket, { in: 0, out: 0 });
      this.#connections.inc();
      socket.once('close', () => {
        count(socket);
        open.delete(socket);
        this.#connections.dec();
      });
    });
    this.#beforeText.push(() => {
      for (const socket of open.keys()) count(socket);
    });
  }

  readonly #beforeText: (() => void | Promise<void>)[] = [];

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    for (const count of this.#beforeText) await count();
    return this.#registry.metrics();
  }
}
