/** Draws a form (A4): its questions in the columns of the screen, then documents, then places to sign. */
import type { FormDocument, FormItem, FormPages, FormPart } from '../../app/desk/form-pages.ts';
import { directionOf } from '../ui/locale.ts';

export function drawForm(document: Document, pages: FormPages): HTMLElement {
  const { documentElement: root } = document;
  root.lang = pages.language;
  root.dir = directionOf(pages.language);
  document.title = pages.title;
  footOn(document, pages.ref);
  const make = maker(document);
  const main = make('main');
  const head = make('header');
  head.append(
    make('p', 'mission', pages.mission),
    make('h1', '', pages.title),
    make('p', 'note', pages.note),
  );
  main.append(head);
  for (const part of pages.parts) main.append(partOf(make, part));
  if (pages.documents.list.length > 0) main.append(documentsOf(make, pages.documents));
  main.append(signaturesOf(make, pages.signatures));
  document.body.append(main);
  return main;
}

type Make = (tag: keyof HTMLElementTagNameMap, className?: string, text?: string) => HTMLElement;

function maker(document: Document): Make {
  return (tag, className = '', text = '') => {
    const made = document.createElement(tag);
    if (className !== '') made.className = className;
    if (text !== '') made.textContent = text;
    return made;
  };
}

/** The foot of each page: a rule of the page's own style, which a text of the page cannot write. */
function footOn(document: Document, ref: string): void {
  const [sheet] = document.styleSheets;
  const safe = ref.replace(/[^A-Za-z0-9 ·./-]/g, '');
  sheet?.insertRule(`@page { @bottom-left { content: "${safe}" } }`, sheet.cssRules.length);
}

function partOf(make: Make, { title, level, help, items }: FormPart): HTMLElement {
  const part = make('section', `level-${level}`);
  if (title !== '') part.append(make(level === 1 ? 'h2' : 'h3', '', title));
  if (help !== '') part.append(make('p', 'help', help));
  const grid = make('div', 'grid');
  grid.append(...items.map((item) => itemOf(make, item)));
  part.append(grid);
  return part;
}

function itemOf(make: Make, { label, help, span, value, ltr, lines, choices }: FormItem): HTMLElement {
  const item = make('div', `item span-${span}`);
  item.append(make('p', 'label', label));
  if (value !== null) {
    const said = make('p', 'value');
    const own = make('bdi', '', value);
    if (ltr) own.dir = 'ltr';
    said.append(own);
    item.append(said);
  } else if (choices.length > 0) {
    const list = make('ul', 'choices');
    list.append(...choices.map((choice) => tick(make, choice)));
    item.append(list);
  } else {
    item.append(make('div', `box lines-${Math.min(lines, 4)}`));
  }
  if (help !== '') item.append(make('p', 'help', help));
  return item;
}

function tick(make: Make, text: string, ticked = false): HTMLElement {
  const line = make('li');
  line.append(make('span', ticked ? 'tick ticked' : 'tick'), make('span', '', text));
  return line;
}

function documentsOf(make: Make, { title, list }: FormPages['documents']): HTMLElement {
  const part = make('section', 'level-1');
  const lines = make('ul', 'documents');
  for (const document of list) lines.append(documentOf(make, document));
  part.append(make('h2', '', title), lines);
  return part;
}

function documentOf(make: Make, { title, note, ticked }: FormDocument): HTMLElement {
  const line = tick(make, title, ticked);
  if (note !== '') line.append(make('span', 'help', note));
  return line;
}

function signaturesOf(make: Make, { title, statement, place, by }: FormPages['signatures']): HTMLElement {
  const part = make('section', 'level-1 signatures');
  part.append(make('h2', '', title), make('p', 'statement', statement));
  const grid = make('div', 'grid');
  for (const who of by) {
    const box = make('div', 'item span-3');
    box.append(make('p', 'label', who), make('p', 'help', place), make('div', 'box sign'));
    grid.append(box);
  }
  part.append(grid);
  return part;
}
