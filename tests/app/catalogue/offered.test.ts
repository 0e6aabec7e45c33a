/** Where a service is offered. */
import { expect, it } from 'vitest';
import { isOffered } from '../../../app/catalogue/offered.ts';

const offered = (offer?: { open: boolean; missions?: string[] }) =>
  ['ML-PAR', 'ML-DKR'].filter((mission) => isOffered(offer ? { offer } : {}, mission));

it('a service that says nothing, or no missions, is offered at every one', () => {
  expect(offered()).toEqual(['ML-PAR', 'ML-DKR']);
  expect(offered({ open: true })).toEqual(['ML-PAR', 'ML-DKR']);
});

it('one that names missions is offered there alone, and one that is closed nowhere', () => {
  expect(offered({ open: true, missions: ['ML-DKR'] })).toEqual(['ML-DKR']);
  expect(offered({ open: false })).toEqual([]);
  expect(offered({ open: false, missions: ['ML-DKR'] })).toEqual([]);
});
