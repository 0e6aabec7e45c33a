import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, test } from 'vitest';
import { CopiedText } from '../../../main/devices/copied-text.ts';

const clipboard = {
  text: '',
  readText: () => clipboard.text,
  clear: () => {
    clipboard.text = '';
  },
};

/** The desk's window, as far as its focus goes. */
class Focus extends EventEmitter {
  #focused = true;
  isFocused(): boolean {
    return this.#focused;
  }
  set(focused: boolean): void {
    this.#focused = focused;
    this.emit(focused ? 'focus' : 'blur');
  }
}

let copied: CopiedText;
let desk: Focus;
beforeEach(async () => {
  clipboard.text = 'put there before the desk began';
  copied = new CopiedText(clipboard);
  desk = new Focus();
  await copied.watch(desk as unknown as BrowserWindow);
});

test('a lock takes what the desk copied out of the clipboard', async () => {
  clipboard.text = 'ERIKSSON';
  await copied.forget();
  expect(clipboard.text).toBe('');
});

test('also when the desk lost the focus before, and got it back since', async () => {
  clipboard.text = 'ERIKSSON';
  desk.set(false);
  await Promise.resolve();
  await copied.forget();
  expect(clipboard.text).toBe('');

  clipboard.text = 'from elsewhere';
  desk.set(true);
  await Promise.resolve();
  clipboard.text = 'ERIKSSON';
  desk.set(false);
  await Promise.resolve();
  desk.set(true);
  await Promise.resolve();
  await copied.forget();
  expect(clipboard.text).toBe('');
});

test('what another program put there stays: before the desk began, or since it lost the focus', async () => {
  await copied.forget();
  expect(clipboard.text).toBe('put there before the desk began');

  clipboard.text = 'ERIKSSON';
  desk.set(false);
  await Promise.resolve();
  clipboard.text = 'from elsewhere';
  await copied.forget();
  expect(clipboard.text).toBe('from elsewhere');
  desk.set(true);
  await Promise.resolve();
  await copied.forget();
  expect(clipboard.text).toBe('from elsewhere');
});

test('one lock forgets: the same text copied elsewhere afterwards stays', async () => {
  clipboard.text = 'ERIKSSON';
  desk.set(false);
  await Promise.resolve();
  await copied.forget();
  clipboard.text = 'ERIKSSON';
  await copied.forget();
  expect(clipboard.text).toBe('ERIKSSON');
});
