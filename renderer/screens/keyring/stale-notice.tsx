/** On the first screen, once the authorisations are old: what that means, and the way to newer ones. */
import type { Staleness } from '../../../app/desk/keyring-age.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { navigate } from '../app/route.ts';

export function StaleNotice({ keyring: { state, days, daysLeft } }: { readonly keyring: Staleness }) {
  const { t } = useI18n();
  if (state === 'fresh') return null;
  return (
    <ErrorLine
      code={state === 'blocked' ? 'KR-011' : 'KR-010'}
      // A sentence whose value is left out is not said: a policy that never blocks threatens nobody.
      values={{ ...(days !== null && { days }), ...(daysLeft !== null && { left: daysLeft }) }}
      tone="wait"
      action={
        <Button size="small" onPress={() => navigate({ name: 'keyring' })}>
          {t('keyring.open')}
        </Button>
      }
    />
  );
}
