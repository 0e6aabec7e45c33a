/** A JSON file as a person wrote it: its value, and the line on which each place of it stands. */
import { readFileSync } from 'node:fs';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';

export interface JsonSource {
  readonly file: string;
  readonly value: unknown;
  /** @param pointer RFC 6901; where it names nothing, the line of the nearest place around it. From 1. */
  readonly lineOf: (pointer: string) => number;
}

/** CT-020: not JSON. */
export class JsonSourceError extends Error {
  readonly code = 'CT-020';
  readonly file: string;
  readonly line: number;
  constructor(file: string, line: number, reason: string) {
    super(`not JSON: ${reason}`);
    this.name = 'JsonSourceError';
    this.file = file;
    this.line = line;
  }
}

/** @param file as it is named in findings @throws JsonSourceError */
export function readJsonSource(path: string, file: string): JsonSource {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineAt = (offset: number): number => {
    const after = starts.findIndex((start) => start > offset);
    return after < 0 ? starts.length : after;
  };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (!tree || first)
    throw new JsonSourceError(
      file,
      lineAt(first?.offset ?? 0),
      first ? printParseErrorCode(first.error) : 'the file is empty',
    );
  const twice = repeatedMember(tree);
  if (twice)
    throw new JsonSourceError(file, lineAt(twice.offset), `the member ${String(twice.value)} stands twice`);
  return { file, value: getNodeValue(tree), lineOf: (pointer) => lineAt(nodeAt(tree, pointer).offset) };
}

/** A member that is said twice would win over the one that was read and approved. */
function repeatedMember(node: Node): Node | undefined {
  const names = new Set<unknown>();
  for (const child of node.children ?? []) {
    if (node.type === 'object') {
      const [name] = child.children ?? [];
      if (name && names.has(name.value)) return name;
      names.add(name?.value);
    }
    const inside = repeatedMember(child);
    if (inside) return inside;
  }
  return undefined;
}

function nodeAt(tree: Node, pointer: string): Node {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = keys.length; length > 0; length -= 1) {
    const path = keys.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const found = findNodeAtLocation(tree, path);
    if (found) return found.parent?.type === 'property' ? found.parent : found;
  }
  return tree;
}
