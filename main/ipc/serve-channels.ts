/** Answers the channels of channels.ts: for the desk's own page only, and only calls of the right shape. */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { Check } from 'typebox/value';
import { DESK_ORIGIN } from '../window/scheme.ts';
import { CHANNELS, type ChannelHandlers, isBytes } from './channels.ts';
import { type Answer, CHANNEL_NAMES, type ChannelName } from './names.ts';

/** IP-001: the call did not come from the desk's page, or was not of its channel's shape. */
export const REFUSED = 'IP-001';
/** IP-002: the call failed with an error that has no code. */
export const FAILED = 'IP-002';

/** The main frame of the desk's window, showing the desk: no other frame, window or origin. */
export function isDeskPage(
  event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>,
  desk: WebContents | null,
): boolean {
  const frame = event.senderFrame;
  if (desk === null || frame === null || event.sender !== desk || frame !== desk.mainFrame) return false;
  return frame.url === DESK_ORIGIN || frame.url.startsWith(`${DESK_ORIGIN}/`);
}

export function argumentsFit(name: ChannelName, args: readonly unknown[]): boolean {
  const shapes = CHANNELS[name].arguments;
  return (
    args.length === shapes.length &&
    shapes.every((shape, i) => (shape === 'bytes' ? isBytes(args[i]) : Check(shape, args[i])))
  );
}

/**
 * @param desk the desk's page at the moment of a call
 * @param refused told of each call that was not let through
 */
export function serveChannels(
  ipcMain: Pick<IpcMain, 'handle'>,
  handlers: ChannelHandlers,
  desk: () => WebContents | null,
  refused: () => void,
): void {
  for (const name of CHANNEL_NAMES) {
    const handler = handlers[name] as (...args: unknown[]) => Promise<unknown>;
    ipcMain.handle(name, async (event, ...args: unknown[]): Promise<Answer> => {
      if (!isDeskPage(event, desk()) || !argumentsFit(name, args)) {
        refused();
        return { code: REFUSED };
      }
      try {
        return { value: await handler(...args) };
      } catch (error) {
        const code = (error as { code?: unknown } | null)?.code;
        return { code: typeof code === 'string' && /^[A-Z]{2,5}-\d{3}$/.test(code) ? code : FAILED };
      }
    });
  }
}
