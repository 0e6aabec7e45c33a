/**
 * Draws the strip. The page itself has no script: what is on it comes from the main process through here, and the
 * only word that goes back is "cancel this one".
 */
import { ipcRenderer } from 'electron';
import { STRIP_CANCEL_CHANNEL, STRIP_ROWS_CHANNEL, type StripRow } from '../window/strip/strip-row.ts';

const drawn = new Map<string, HTMLElement>();

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function draw(row: StripRow): HTMLElement {
  const section = element('section', 'row', '');
  section.lang = row.language;
  section.dir = row.direction;
  const what = element('p', 'what', `${row.kind} `);
  what.setAttribute('role', 'status');
  what.append(element('bdi', 'ref', row.ref));
  const mark = element('p', 'mark', `${row.markName} `);
  const digits = element('span', 'mark-text', row.mark);
  digits.dir = 'ltr';
  mark.append(digits);
  const left = element('p', 'left', row.left);
  left.setAttribute('role', 'timer');
  const button = element('button', '', row.cancel);
  button.append(element('kbd', '', row.key));
  button.addEventListener('click', () => ipcRenderer.send(STRIP_CANCEL_CHANNEL, row.id));
  section.append(what, mark, left, button);
  return section;
}

ipcRenderer.on(STRIP_ROWS_CHANNEL, (_event, rows: readonly StripRow[]) => {
  const place = document.getElementById('rows');
  if (place === null) return;
  const ids = new Set(rows.map((row) => row.id));
  for (const [id, section] of drawn) {
    if (ids.has(id)) continue;
    section.remove();
    drawn.delete(id);
  }
  for (const row of rows) {
    const section = drawn.get(row.id) ?? draw(row);
    if (!drawn.has(row.id)) {
      drawn.set(row.id, section);
      place.append(section);
    }
    const left = section.querySelector('.left');
    if (left !== null && left.textContent !== row.left) left.textContent = row.left;
  }
});
