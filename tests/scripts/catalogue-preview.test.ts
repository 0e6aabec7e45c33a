/** `npm run catalogue -- preview`: the services as they lie in their files at this moment, on the desk's own page. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDefinition, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import { CATALOGUE, type SourceFinding } from '../../scripts/catalogue/country-folder.ts';
import { openCataloguePreview, type Preview } from '../../scripts/catalogue/preview.ts';

const SERVICE = 'ml-laissez-passer';
const catalogue = mkdtempSync(join(tmpdir(), 'guichet-preview-'));
const file = join(catalogue, 'ml', 'services', `${SERVICE}.json`);
let preview: Preview;
let told: readonly SourceFinding[] = [];
beforeAll(async () => {
  cpSync(CATALOGUE, catalogue, { recursive: true });
  preview = await openCataloguePreview({
    ...{ country: 'ml', service: SERVICE, port: 0, catalogue },
    onRead: (findings) => {
      told = findings;
    },
  });
});
afterAll(async () => {
  await preview.close();
  rmSync(catalogue, { recursive: true });
});

const at = (path: string) => fetch(new URL(path, preview.url));
async function served(): Promise<ServiceDefinition | undefined> {
  const all = (await (await at('/services.json')).json()) as readonly unknown[];
  return all.map(parseDefinition).find(({ code }) => code === SERVICE);
}

test('opens the form of the service that was asked for, in French, at a mission of its country', async () => {
  const { hostname, searchParams, hash } = new URL(preview.url);
  expect(hostname).toBe('127.0.0.1');
  expect(Object.fromEntries(searchParams)).toEqual({
    ...{ lang: 'fr', services: '/services.json', mission: 'ML-PAR', service: SERVICE },
  });
  expect(hash).toBe('');
  expect(await (await at('/preview.html')).text()).toContain('preview.tsx');
  const script = await at('/preview.tsx');
  expect(script.status).toBe(200);
  expect(await script.text()).toContain('services');
});

test('serves what is written at this moment, and tells what stands in the way of signing it', async () => {
  expect((await served())?.title.fr).toBe('Laissez-passer d’urgence');
  expect(told).toEqual([]);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('"Laissez-passer d’urgence"', '"Laissez-passer : essai"'));
  expect((await served())?.title.fr).toBe('Laissez-passer : essai');
  expect(told.map(({ file: of }) => of)).toContain(`ml/services/${SERVICE}.json`);
  writeFileSync(file, before);
});

test('refuses a service that the country has not', async () => {
  const asked = openCataloguePreview({
    ...{ country: 'ml', service: 'ml-nothing', port: 0, catalogue },
    onRead: () => {},
  });
  await expect(asked).rejects.toThrow('CT-032');
});
