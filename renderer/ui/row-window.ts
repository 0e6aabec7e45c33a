import { type RefObject, useCallback, useLayoutEffect, useMemo, useState } from 'react';

/** Rows drawn beyond each edge, so that a fast wheel shows no gap. */
const MARGIN = 8;

export interface RowWindow {
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
  /** Of one row, px. */
  readonly height: number;
  /** Whole rows in sight. */
  readonly page: number;
  /** Scrolls as little as needed to bring a row in sight. */
  readonly reveal: (index: number) => void;
}

interface Metrics {
  readonly top: number;
  readonly view: number;
  readonly height: number;
  readonly head: number;
}

/** The height that the density token gives a row, at this zoom. */
function rowHeight(element: Element): number {
  const style = getComputedStyle(element);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return (Number.parseFloat(style.getPropertyValue('--row')) || 2) * rem;
}

function measure(element: HTMLElement): Metrics {
  const head = element.querySelector('thead')?.offsetHeight ?? 0;
  return { top: element.scrollTop, view: element.clientHeight, height: rowHeight(element), head };
}

/** Which rows of a long table are worth drawing. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number): RowWindow {
  const [metrics, setMetrics] = useState<Metrics>({ top: 0, view: 700, height: 32, head: 28 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const update = () =>
      setMetrics((old) => {
        const next = measure(element);
        const same =
          old.top === next.top &&
          old.view === next.view &&
          old.height === next.height &&
          old.head === next.head;
        return same ? old : next;
      });
    update();
    const resize = new ResizeObserver(update);
    resize.observe(element);
    element.addEventListener('scroll', update, { passive: true });
    return () => {
      resize.disconnect();
      element.removeEventListener('scroll', update);
    };
  }, [scroller]);

  const { top, view, height, head } = metrics;
  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const start = index * height;
      const room = element.clientHeight - head - height;
      if (start < element.scrollTop) element.scrollTop = start;
      else if (start > element.scrollTop + room) element.scrollTop = start - room;
    },
    [scroller, height, head],
  );
  return useMemo(() => {
    const first = Math.max(0, Math.min(count, Math.floor(top / height) - MARGIN));
    const last = Math.min(count, Math.ceil((top + view) / height) + MARGIN);
    return {
      first,
      last: Math.max(first, last),
      height,
      page: Math.max(1, Math.floor((view - head) / height) - 1),
      reveal,
    };
  }, [top, view, height, head, count, reveal]);
}
