import { type DbCall, sendStream } from '../call.ts';
import { CONTINUOUS, EVENTSOURCE, openFeed, wholeFeed } from '../changes-feed.ts';
import { readAsked } from '../changes-query.ts';
import { markLive } from '../gzip.ts';

/** `GET | POST /{db}/_changes`. */
export async function changes(call: DbCall) {
  const asked = await readAsked(call);
  const gone = new AbortController();
  call.reply.raw.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, call.stopping]);
  if (asked.feed !== 'normal') markLive(call.reply);
  switch (asked.feed) {
    case 'normal':
    case 'longpoll':
      return sendStream(call, wholeFeed(call, asked, signal));
    case 'continuous':
      return sendStream(call, openFeed(call, asked, CONTINUOUS, signal));
    case 'eventsource':
      return sendStream(call, openFeed(call, asked, EVENTSOURCE, signal), 'text/event-stream');
  }
}
