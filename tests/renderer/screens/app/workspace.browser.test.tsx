/** What every screen is told of the link, in a real browser: the newest, whenever it changed. */
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeskApi } from '../../../../app/desk/desk-api.ts';
import type { DeskEvent } from '../../../../app/desk/desk-event.ts';
import type { ShellApi } from '../../../../app/desk/shell-api.ts';
import { DeskProvider, WorkplaceProvider } from '../../../../renderer/screens/app/desk-context.tsx';
import { PreferencesProvider } from '../../../../renderer/screens/app/preferences.tsx';
import { useWorkspace, WorkspaceProvider } from '../../../../renderer/screens/app/workspace.tsx';
import {
  centralSpecimen,
  REVIEWER,
  REVIEWER_SLOT,
} from '../../../../renderer/screens/central/specimen/central-desk.ts';

let place: HTMLElement;
let root: Root;
beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  root.unmount();
  place.remove();
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
function Received() {
  return <output>{useWorkspace().link?.received.entries}</output>;
}

/** @param slowness how long the desk takes to answer, ms. @returns changes what there is to be shown, and says so */
async function shown(slowness: number): Promise<() => void> {
  const { desk, on } = centralSpecimen({ unlocked: true });
  const listeners = new Set<(event: DeskEvent) => void>();
  const status = await desk.link();
  let entries = 0;
  const link: DeskApi['link'] = async () => {
    const now = entries;
    await pause(slowness);
    return { ...status, received: { entries: now, oldestAt: null } };
  };
  const slow = new Proxy(desk, {
    get: (target, name) => (name === 'link' ? link : Reflect.get(target, name)),
  });
  const session = {
    desk: slow,
    shell: { kind: 'browser', batteryMinutes: async () => null } as unknown as ShellApi,
    now: Date.now,
    on: (listener: (event: DeskEvent) => void) => {
      const leave = on(listener);
      listeners.add(listener);
      return () => {
        leave();
        listeners.delete(listener);
      };
    },
  };
  const situation = { ...(await desk.situation()), slots: [REVIEWER_SLOT] };
  root.render(
    <PreferencesProvider fixed={{ locale: 'fr' }}>
      <DeskProvider session={session}>
        <WorkplaceProvider value={{ officer: REVIEWER, situation, onLeaving: () => {} }}>
          <WorkspaceProvider>
            <Received />
          </WorkspaceProvider>
        </WorkplaceProvider>
      </DeskProvider>
    </PreferencesProvider>,
  );
  await expect.poll(() => place.textContent, { timeout: 10_000 }).toBe('0');
  return () => {
    entries += 1;
    place.dataset.entries = String(entries);
    for (const listener of [...listeners]) listener({ type: 'link-changed' });
  };
}

it.each([0, 1500])('a desk that changes all the time and answers after %i ms', async (slowness) => {
  const change = await shown(slowness);
  for (const end = Date.now() + 5000; Date.now() < end; await pause(0)) change();
  await expect.poll(() => place.textContent, { timeout: 10_000 }).toBe(place.dataset.entries);
  change();
  await expect.poll(() => place.textContent, { timeout: 10_000 }).toBe(place.dataset.entries);
});
