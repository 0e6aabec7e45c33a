import { parseDefinition, type ServiceDefinition } from '../../../app/catalogue/definition.ts';
import laissezPasser from '../../../assets/catalogue/ml/ml-laissez-passer.json' with { type: 'json' };
import passport from '../../../assets/catalogue/ml/ml-passport-ordinary.json' with { type: 'json' };
import visa from '../../../assets/catalogue/ml/ml-visa-short-stay.json' with { type: 'json' };

export const PASSPORT: ServiceDefinition = parseDefinition(passport);
export const VISA: ServiceDefinition = parseDefinition(visa);
export const LAISSEZ_PASSER: ServiceDefinition = parseDefinition(laissezPasser);
export const SERVICES = [PASSPORT, VISA, LAISSEZ_PASSER] as const;
