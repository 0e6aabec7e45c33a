/** From the address to the screen. */

import { AuditScreen } from '../audit/audit-screen.tsx';
import { CaptureScreen } from '../capture/capture-screen.tsx';
import { CentralScreens } from '../central/central-screens.tsx';
import { DelegationScreen } from '../delegation/delegation-screen.tsx';
import { SettingsScreen } from '../desk-settings/settings-screen.tsx';
import { DossierScreen } from '../dossier/dossier-screen.tsx';
import { DossiersScreen } from '../dossiers/dossiers-screen.tsx';
import { EnrolScreen } from '../enrolment/enrol-screen.tsx';
import { mayEnrol } from '../enrolment/enrolment-roles.ts';
import { HomeScreen } from '../home/home-screen.tsx';
import { KeyringScreen } from '../keyring/keyring-screen.tsx';
import { LinkScreen } from '../link/link-screen.tsx';
import { NewDossierScreen } from '../new-dossier/new-dossier-screen.tsx';
import { ServicesScreen } from '../services/services-screen.tsx';
import { SimplificationScreen } from '../simplification/simplification-screen.tsx';
import { VisitScreen } from '../visit/visit-screen.tsx';
import { DraftsScreen } from '../worklists/drafts-screen.tsx';
import { WorklistScreen } from '../worklists/worklist-screen.tsx';
import { useWorkplace } from './desk-context.tsx';
import { isAuditor } from './rail-items.ts';
import { useRoute } from './route.ts';

export function Screen() {
  const route = useRoute();
  const { officer } = useWorkplace();
  switch (route.name) {
    case 'home':
      return <HomeScreen />;
    case 'dossiers':
      return <DossiersScreen filter={route.filter} />;
    case 'to-resume':
    case 'to-decide':
    case 'to-countersign':
    case 'to-hand-over':
      return <WorklistScreen key={route.name} list={route.name} />;
    case 'drafts':
      return <DraftsScreen />;
    case 'new':
      return <NewDossierScreen service={route.service} />;
    case 'services':
      return <ServicesScreen about={route.about} />;
    case 'draft':
      return <CaptureScreen key={route.id} id={route.id} page={route.page} />;
    case 'visit':
      return <VisitScreen key={route.id} id={route.id} />;
    case 'dossier':
      return <DossierScreen key={route.id} id={route.id} tab={route.tab} />;
    case 'link':
      return <LinkScreen />;
    case 'desk':
      return <SettingsScreen />;
    case 'enrol':
      return mayEnrol(officer) ? <EnrolScreen /> : <SettingsScreen />;
    case 'delegation':
      return <DelegationScreen />;
    case 'keyring':
      return <KeyringScreen />;
    case 'simplification':
      return <SimplificationScreen />;
    case 'audit':
      return isAuditor(officer) ? <AuditScreen /> : <SettingsScreen />;
    case 'central':
      return <CentralOrMission path={route.path} />;
  }
}

/** A head of mission reviews with the centre's screens, and has the mission's lists instead of its queue. */
function CentralOrMission({ path }: { readonly path: readonly string[] }) {
  const { officer } = useWorkplace();
  if (officer.mission === 'CENTRAL') return <CentralScreens path={path} />;
  return (
    <CentralScreens
      path={path}
      lists={{
        queue: <WorklistScreen key="to-decide" list="to-decide" />,
        countersign: <WorklistScreen key="to-countersign" list="to-countersign" />,
      }}
    />
  );
}
