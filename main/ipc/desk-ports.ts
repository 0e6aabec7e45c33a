/**
 * Hands the page its two ports, [journal, signer], when it says that it is ready for them: only the page knows when it
 * listens. A page that asks again gets new ones; the old ones are closed and its officer is locked out, as when the
 * page is gone.
 */
import type { IpcMain, WebContents } from 'electron';
import { MessageChannelMain, type MessagePortMain } from 'electron';
import type { DossierId } from '../../app/acts/ids.ts';
import { type SignerEvents, serveSigner } from '../../app/desk/platform-ports.ts';
import type { RpcServer } from '../../app/desk/rpc.ts';
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import type { PortsMessage } from '../../app/desk/worker-start.ts';
import { ordersErasure } from '../../app/erasure/order.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { serveJournal } from '../../app/log/journal-rpc.ts';
import type { Vault } from '../vault/vault.ts';
import { PORTS_CHANNEL, READY_CHANNEL } from './names.ts';
import { isDeskPage } from './serve-channels.ts';

const rpcPort = (port: MessagePortMain) =>
  portOfEmitter<{ readonly data: unknown }>(port as never, (event) => event.data);

export class DeskPorts {
  readonly #journal: DurableJournal;
  readonly #vault: Vault;
  #servers: readonly { close(): void }[] = [];
  #signer: RpcServer<SignerEvents> | null = null;

  constructor(journal: DurableJournal, vault: Vault) {
    this.#journal = journal;
    this.#vault = vault;
  }

  /** Serves this page from now on. */
  attach(contents: WebContents, ipcMain: Pick<IpcMain, 'on' | 'off'>): void {
    const asked: Parameters<IpcMain['on']>[1] = (event) => {
      if (isDeskPage(event, contents)) this.#hand(contents);
    };
    ipcMain.on(READY_CHANNEL, asked);
    const gone = (): void => this.#take();
    contents.on('render-process-gone', gone);
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) gone();
    });
    contents.once('destroyed', () => {
      ipcMain.off(READY_CHANNEL, asked);
      gone();
    });
  }

  /** Tells the worker that its officer was locked out. */
  tellLocked(reason: SignerEvents['locked']['reason']): void {
    this.#signer?.emit('locked', { reason });
  }

  /** Never on the page's word, which could take away the only copy of what is not sent: a supervisor and the gateway sign. */
  readonly #mayErase = async (dossier: DossierId, order: unknown): Promise<boolean> => {
    const { configuration } = this.#vault;
    return configuration !== null && ordersErasure(order, dossier, configuration.root);
  };

  #hand(contents: WebContents): void {
    this.#take();
    const journal = new MessageChannelMain();
    const signer = new MessageChannelMain();
    this.#signer = serveSigner(rpcPort(signer.port1), this.#vault.port);
    this.#servers = [serveJournal(rpcPort(journal.port1), this.#journal, this.#mayErase), this.#signer];
    const message: PortsMessage = { type: 'guichet:ports', configuration: this.#vault.configuration };
    contents.postMessage(PORTS_CHANNEL, message, [journal.port2, signer.port2]);
  }

  #take(): void {
    for (const server of this.#servers) server.close();
    this.#servers = [];
    this.#signer = null;
    void this.#vault.officers.lock();
  }
}
