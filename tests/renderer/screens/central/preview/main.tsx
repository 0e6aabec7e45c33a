/** A page to look at: `?locale=ar&theme=dark&empty&countersign`, and the screen after `#`. */
import { isLocale } from '../../../../../renderer/ui/locale.ts';
import { mountCentral } from '../mount.tsx';

const query = new URLSearchParams(window.location.search);
const locale = query.get('locale');
const place = document.getElementById('root');
if (place) {
  const { specimen } = await mountCentral(place, {
    empty: query.has('empty'),
    countersign: query.has('countersign'),
    preferences: {
      locale: isLocale(locale) ? locale : 'fr',
      theme: query.get('theme') === 'dark' ? 'dark' : 'light',
    },
  });
  Object.assign(window, { specimen });
}
