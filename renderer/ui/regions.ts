/** F6: walks the regions of the window, and gives each the focus where it was left. */
const STOPS =
  'a[href],button:not([tabindex="-1"]),input:not([type=hidden],[tabindex="-1"]),select,textarea,[tabindex="0"]';

const lastFocus = new WeakMap<Element, HTMLElement>();

/** Remember where the focus was in each region; call on `focusin`. */
export function rememberFocus(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  const region = target.closest('[data-region]');
  if (region && region !== target) lastFocus.set(region, target);
}

/** Moves the focus to the next or previous region, round the end. Regions without anything to focus are skipped. */
export function walkRegions(root: ParentNode, step: 1 | -1): void {
  const regions = [...root.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.matches(STOPS) || region.querySelector(STOPS),
  );
  const from = regions.findIndex((region) => region.contains(document.activeElement));
  const region =
    regions[(from + step + regions.length + (from < 0 && step < 0 ? 1 : 0)) % Math.max(1, regions.length)];
  if (!region) return;
  const last = lastFocus.get(region);
  const target =
    last?.isConnected && region.contains(last) ? last : (region.querySelector<HTMLElement>(STOPS) ?? region);
  target?.focus();
}
