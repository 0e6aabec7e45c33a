/** The services of this desk's catalogue, read once and shared by every screen. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { isOffered } from '../../../app/catalogue/offered.ts';
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import type { Officer } from '../../../app/desk/officer.ts';
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

/** Whether this officer may begin an application for it: it is offered at their mission, and theirs to lodge. */
export const mayLodge = (service: ServiceEntry, { mission, roles }: Pick<Officer, 'mission' | 'roles'>) =>
  isOffered(service, mission) && service.lodge.roles.some((role) => roles.includes(role));

/** A service's title in the officer's language; its code while the catalogue does not know it. */
export function useServiceTitle(): (code: string) => string {
  const services = useServices();
  const { locale } = useI18n();
  return useMemo(() => {
    const titles = new Map(services.map((one) => [one.code, one.title[locale]]));
    return (code) => titles.get(code) ?? code;
  }, [services, locale]);
}
