/**
 * Draws an applicant's file (A4): headings, lines, then each scan on a page of its own. Whatever a text holds, it is text;
 * each value runs its own way within itself and no further.
 */
import type { AccessLine, AccessPages, AccessPicture } from '../../app/desk/access-pages.ts';
import { directionOf } from '../ui/locale.ts';

export async function drawAccess(
  document: Document,
  pages: AccessPages,
  pictures: Uint8Array,
): Promise<HTMLElement> {
  const { documentElement: root } = document;
  root.lang = pages.language;
  root.dir = directionOf(pages.language);
  document.title = pages.ref;
  const main = document.createElement('main');
  main.append(element(document, 'h1', pages.title));
  const reference = isolated(document, pages.ref, true);
  reference.className = 'reference';
  main.append(reference);
  for (const { title, level, lines } of pages.parts) {
    const part = document.createElement('section');
    part.className = `level-${level}`;
    part.append(element(document, level === 1 ? 'h2' : 'h3', title));
    part.append(...lines.map((line) => lineOf(document, line)));
    main.append(part);
  }
  for (const picture of pages.pictures) main.append(await scanOf(document, picture, pictures, pages.undrawn));
  document.body.append(main);
  return main;
}

function element(document: Document, tag: 'h1' | 'h2' | 'h3' | 'p', text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function lineOf(document: Document, { label, value, ltr }: AccessLine): HTMLElement {
  const line = document.createElement('div');
  line.className = label === '' ? 'sentence' : 'line';
  if (label !== '') line.append(element(document, 'p', label));
  line.append(isolated(document, value, ltr));
  return line;
}

/** It runs its own way within itself, and stands where the page's language begins. */
function isolated(document: Document, value: string, ltr = false): HTMLElement {
  const text = document.createElement('p');
  const own = document.createElement('bdi');
  own.textContent = value;
  if (ltr) own.dir = 'ltr';
  text.append(own);
  return text;
}

async function scanOf(
  document: Document,
  { title, mediaType, at, length }: AccessPicture,
  pictures: Uint8Array,
  undrawn: string,
): Promise<HTMLElement> {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = title;
  const image = document.createElement('img');
  image.alt = title;
  image.src = URL.createObjectURL(new Blob([pictures.slice(at, at + length)], { type: mediaType }));
  figure.append(caption);
  try {
    await image.decode();
    figure.append(image);
  } catch {
    // One scan that is no picture keeps nobody from the rest: its bytes are in the data file.
    figure.append(element(document, 'p', undrawn));
  }
  return figure;
}
