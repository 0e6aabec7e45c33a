import { beforeEach, expect, test } from 'vitest';
import { CopiedText } from '../../../main/devices/copied-text.ts';

const clipboard = {
  text: '',
  readText: () => clipboard.text,
  clear: () => {
    clipboard.text = '';
  },
};
let copied: CopiedText;
beforeEach(() => {
  clipboard.text = '';
  copied = new CopiedText(clipboard);
});

test('a lock takes what the desk copied out of the clipboard', async () => {
  clipboard.text = 'ERIKSSON';
  await copied.note();
  await copied.forget();
  expect(clipboard.text).toBe('');
});

test('what another program put there since stays, and so does what the desk never copied', async () => {
  clipboard.text = 'ERIKSSON';
  await copied.note();
  clipboard.text = 'from elsewhere';
  await copied.forget();
  expect(clipboard.text).toBe('from elsewhere');
  await copied.forget();
  expect(clipboard.text).toBe('from elsewhere');
});

test('one lock forgets: the same text copied elsewhere afterwards stays', async () => {
  clipboard.text = 'ERIKSSON';
  await copied.note();
  await copied.forget();
  clipboard.text = 'ERIKSSON';
  await copied.forget();
  expect(clipboard.text).toBe('ERIKSSON');
});
