/// <reference types="vite/client" />
/** The central office's screens over specimens in memory, as the application mounts them once unlocked. */
import { createRoot } from 'react-dom/client';
import type { ShellApi } from '../../../../app/desk/shell-api.ts';
import { DeskProvider, WorkplaceProvider } from '../../../../renderer/screens/app/desk-context.tsx';
import { type Preferences, PreferencesProvider } from '../../../../renderer/screens/app/preferences.tsx';
import { useRoute } from '../../../../renderer/screens/app/route.ts';
import { WorkspaceProvider } from '../../../../renderer/screens/app/workspace.tsx';
import { CentralScreens } from '../../../../renderer/screens/central/central-screens.tsx';
import {
  type CentralOptions,
  type CentralSpecimen,
  centralSpecimen,
  REVIEWER,
  REVIEWER_SLOT,
} from '../../../../renderer/screens/central/specimen/central-desk.ts';
import { ServicesProvider } from '../../../../renderer/screens/shared/services.tsx';
import { SPECIMEN_NOW } from '../../../../renderer/screens/specimen/dossiers.ts';
import '../../../../renderer/ui/ui.css';

export interface Mounted {
  readonly specimen: CentralSpecimen;
  /** what was given to the shell to save */
  readonly saved: { readonly name: string; readonly bytes: Uint8Array }[];
  readonly unmount: () => void;
}

/** The specimen's clock starts at its own morning and then runs as the computer's does. */
export function runningClock(): () => number {
  const start = Date.now();
  return () => Date.parse(SPECIMEN_NOW) + (Date.now() - start);
}

export async function mountCentral(
  place: HTMLElement,
  options: CentralOptions & { readonly preferences?: Partial<Preferences> } = {},
): Promise<Mounted> {
  const now = options.now ?? runningClock();
  const specimen = centralSpecimen({ unlocked: true, ...options, now });
  const saved: { name: string; bytes: Uint8Array }[] = [];
  const shell: ShellApi = {
    kind: 'browser',
    recepissePdf: () => Promise.reject(new Error('the web console does not print')),
    formPdf: () => Promise.reject(new Error('the web console does not print')),
    accessPdf: () => Promise.reject(new Error('the web console does not print')),
    print: async () => ({ outcome: 'cancelled' }),
    saveFile: async (name, bytes) => {
      saved.push({ name, bytes });
      return true;
    },
    batteryMinutes: async () => null,
    setTheme: async () => {},
  };
  const situation = { ...(await specimen.desk.situation()), slots: [REVIEWER_SLOT] };
  const root = createRoot(place);
  root.render(
    <PreferencesProvider fixed={options.preferences ?? { locale: 'fr' }}>
      <DeskProvider session={{ ...specimen, shell, now }}>
        <WorkplaceProvider value={{ officer: REVIEWER, situation, onLeaving: () => {} }}>
          <ServicesProvider>
            <WorkspaceProvider>
              <Routed />
            </WorkspaceProvider>
          </ServicesProvider>
        </WorkplaceProvider>
      </DeskProvider>
    </PreferencesProvider>,
  );
  return { specimen, saved, unmount: () => root.unmount() };
}

function Routed() {
  const route = useRoute();
  return <CentralScreens path={route.name === 'central' ? route.path : []} />;
}
