/**
 * The three services that a ministry of the tests has: one decided at the centre, one of another class, one decided at
 * the mission. A ministry with the whole catalogue is tests/scripts' matter: its groups and grants take seconds.
 */
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { readServices as readAll } from '../../scripts/ministry/demo-services.ts';

const CODES: readonly string[] = ['ml-laissez-passer', 'ml-passport-ordinary', 'ml-visa-short-stay'];

export const readServices = (country: string): readonly ServiceDefinition[] =>
  readAll(country).filter(({ code }) => CODES.includes(code));
