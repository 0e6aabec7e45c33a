/** The services whose title or summary has every word that is typed, as it is typed. */
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import type { Language } from '../../../app/desk/language.ts';
import { foldName } from '../../ui/countries.ts';

type Listed = Pick<ServiceEntry, 'title' | 'summary'>;

/** Folds the texts once: with thousands of services that takes longer than a keystroke may. */
export function serviceFinder<T extends Listed>(
  services: readonly T[],
  language: Language,
): (query: string) => readonly T[] {
  const texts = services.map(({ title, summary }) => foldName(`${title[language]} ${summary[language]}`));
  return (query) => {
    const words = foldName(query).split(' ').filter(Boolean);
    return services.filter((_, at) => words.every((word) => texts[at]?.includes(word)));
  };
}
