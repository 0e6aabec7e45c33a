/** What an act stands on, for every history and every moment at which somebody may have looked at it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import { commutes, History, type Node } from '../../../app/dossier/history.ts';
import { standpoint } from '../../../app/dossier/seen-heads.ts';

const id = (name: string) => name as ActId;
const node = (name: string, kind: string, ...prior: string[]): Node => ({
  id: id(name),
  kind,
  prior: prior.map(id),
});
const SUBMITTED = [node('o', 'opened'), node('s', 'submitted', 'o')];
const at = (nodes: readonly Node[], ...seen: string[]) => standpoint(new History(nodes), seen.map(id));

describe('what an act stands on', () => {
  it('what commutes is listed though nobody saw it', () => {
    const called = [...SUBMITTED, node('c', 'contact-noted', 's'), node('n', 'annotated', 's')];
    expect(at(called, 's')).toEqual({ prior: ['c', 'n'], unseen: [] });
  });

  it('what moved the file unseen is not built upon, nor is what commutes on top of it', () => {
    const moved = [
      ...SUBMITTED,
      node('c', 'contact-noted', 's'),
      node('a', 'amended', 'c'),
      node('n', 'annotated', 'a'),
    ];
    expect(at(moved, 's')).toEqual({ prior: ['c'], unseen: ['a'] });
    expect(at(moved, 'n')).toEqual({ prior: ['n'], unseen: [] });
  });

  it('a third version beside the two that were seen stays one', () => {
    const three = ['a', 'b', 'd'].map((name) => node(name, 'amended', 's'));
    expect(at([...SUBMITTED, ...three], 'a', 'b')).toEqual({ prior: ['a', 'b'], unseen: ['d'] });
  });

  it('what were never the heads of this file is refused', () => {
    for (const seen of [[], ['x'], ['o', 's'], ['s', 'x']]) expect(at(SUBMITTED, ...seen)).toBeNull();
  });

  it('law 3: whatever arrives, in any history, it stands on what was seen and on what commutes with it', () => {
    fc.assert(
      fc.property(histories(), fc.nat(), (nodes, cut) => {
        const looked = nodes.slice(0, 1 + (cut % nodes.length));
        const seen = new History(looked).heads();
        const all = new History(nodes);
        const stand = standpoint(all, seen);
        expect(stand).not.toBeNull();
        if (!stand) return;
        const below = new Set(stand.prior.flatMap((head) => [...all.ancestors(head)]));
        expect(stand.prior.some((head) => below.has(head))).toBe(false);
        const stoodOn = new Set([...below, ...stand.prior]);
        const known = new Set(looked.map((one) => one.id));
        for (const one of nodes) {
          const onUnseen = [...all.ancestors(one.id), one.id].some((under) => {
            const found = all.get(under);
            return found !== undefined && !commutes(found) && !known.has(under);
          });
          expect(stoodOn.has(one.id)).toBe(!onUnseen);
        }
        expect(all.mainHeads(stand.prior)).toEqual(all.mainHeads(seen));
        if (stand.unseen.length === 0) expect(stand.prior).toEqual([...all.heads()].sort());
        else expect(all.mainHeads(all.heads())).toEqual(expect.arrayContaining([...stand.unseen]));
      }),
    );
  });
});

/** Acts in an order in which they may have come to be: each stands on some of those before it. */
function histories(): fc.Arbitrary<readonly Node[]> {
  const kind = fc.constantFrom('amended', 'approved', 'contact-noted', 'annotated', 'assigned', 'reconciled');
  const act = fc.record({ kind, on: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }) });
  return fc.array(act, { maxLength: 14 }).map((acts) => {
    const nodes = [node('opened', 'opened')];
    for (const { kind: of, on } of acts) {
      const prior = on.map((n) => nodes[n % nodes.length]?.id ?? 'opened');
      nodes.push(node(`act-${nodes.length}`, of, ...new Set(prior)));
    }
    return nodes;
  });
}
