/** The services of this desk's catalogue, read once and shared by every screen. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useDeskData } from '../app/desk-context.tsx';

const ServicesContext = createContext<readonly ServiceEntry[]>([]);

export function ServicesProvider({ children }: { readonly children: ReactNode }) {
  const { value } = useDeskData(
    'services',
    (desk) => desk.services(),
    ({ type }) => type === 'catalogue-changed',
  );
  return <ServicesContext.Provider value={value ?? []}>{children}</ServicesContext.Provider>;
}

export const useServices = (): readonly ServiceEntry[] => useContext(ServicesContext);

/** A service's title in the officer's language; its code while the catalogue does not know it. */
export function useServiceTitle(): (code: string) => string {
  const services = useServices();
  const { locale } = useI18n();
  return useMemo(() => {
    const titles = new Map(services.map((one) => [one.code, one.title[locale]]));
    return (code) => titles.get(code) ?? code;
  }, [services, locale]);
}
