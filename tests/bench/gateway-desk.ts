/** The ministry's server for a bench, and desks that open sessions with it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskId } from '../../app/acts/ids.ts';
import type { TransportSigner } from '../../app/desk/ports.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import type { World } from '../world/world.ts';
import { type Served, serve } from './served.ts';

/** The real gateway with admission, in a process of its own. */
export async function serveGateway(world: World, folder: string, ...more: string[]): Promise<Served> {
  const ministry = join(folder, 'ministry');
  await mkdir(ministry, { recursive: true });
  await writeFile(join(ministry, 'server.json'), JSON.stringify(serverFile(world.ministry)));
  const args = ['--data', join(folder, 'server'), '--ministry', ministry, '--port', '0', ...more];
  return serve('serve-gateway.ts', ...args);
}

function transportOf(world: World, desk: string): TransportSigner {
  const holder = world.ministry.transports.get(desk as DeskId);
  if (!holder) throw new Error(`no desk ${desk}`);
  const { kid, jws } = holder.credential;
  return {
    kid,
    credential: jws,
    sign: (payload) => signCompact({ typ: 'guichet-session+jws', kid, payload, key: holder.signingKey }),
  };
}

/** @param fetcher the runtime's own where absent */
export const sessionOf = (world: World, url: string, desk: string, fetcher?: typeof fetch): SessionFetch =>
  new SessionFetch(
    url,
    async (kid) => kid === world.ministry.gateway.credential.kid,
    transportOf(world, desk),
    fetcher,
  );
