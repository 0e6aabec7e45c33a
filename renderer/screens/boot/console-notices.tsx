import { useSyncExternalStore } from 'react';
import type { ConsoleUpdates, InstallOffer } from '../../pwa/registration.ts';
import { Button } from '../../ui/button.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useWebConsole } from './console.ts';
import './console-notices.css';

/** « Installer la console »: only while the browser offers it. */
export function InstallHint() {
  const web = useWebConsole();
  return web && <Install offer={web.install} />;
}

function Install({ offer }: { readonly offer: InstallOffer }) {
  const { t } = useI18n();
  const available = useSyncExternalStore(offer.onChange, offer.available);
  if (!available) return null;
  return (
    <p className="install">
      <Button size="small" onPress={offer.install}>
        {t('central.install')}
      </Button>
      {t('central.install.why')}
    </p>
  );
}

/** A new version waits until a person takes it: never in the middle of what is open. */
export function UpdateNotice() {
  const web = useWebConsole();
  return web && <Update updates={web.updates} />;
}

function Update({ updates }: { readonly updates: ConsoleUpdates }) {
  const { t } = useI18n();
  const state = useSyncExternalStore(updates.onChange, updates.state);
  if (state === 'none') return null;
  return (
    <div className="update" role="status">
      <p>{t(`central.update.${state}`)}</p>
      <Button size="small" onPress={updates.take}>
        {t(state === 'waiting' ? 'central.update.take' : 'central.update.reload')}
      </Button>
    </div>
  );
}
