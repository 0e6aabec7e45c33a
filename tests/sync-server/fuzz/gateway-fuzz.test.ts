import { expect, it } from 'vitest';
import { fuzzGateway } from './gateway-fuzz.ts';

const STEPS = 100;

it(`${STEPS} deliveries of honest and spoilt records: the honest are kept, the spoilt never`, async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const { faults, honest, spoilt, statuses } = await fuzzGateway(seed, STEPS);
  expect(faults, `seed ${seed}`).toEqual([]);
  // It is no fuzzing when nothing honest is among it, or everything is spoilt in one way.
  expect(honest).toBeGreaterThan(20);
  expect(spoilt.size).toBeGreaterThan(10);
  for (const status of [201, 400]) expect([...statuses.keys()]).toContain(status);
}, 60_000);
