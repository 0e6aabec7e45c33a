import { type DbCall, sendStream } from '../call.ts';
import { CONTINUOUS, EVENTSOURCE, openFeed, wholeFeed } from '../changes-feed.ts';
import { readAsked } from '../changes-query.ts';
import { CouchError } from '../errors.ts';
import { markLive } from '../gzip.ts';

/** A feed that was left without a word is found out within about this time. */
const RETRY_SECONDS = 60;

/** `GET | POST /{db}/_changes`. */
export async function changes(call: DbCall) {
  const asked = await readAsked(call);
  const gone = new AbortController();
  const leave = asked.feed === 'normal' ? () => {} : call.hooks.feedOpens(call.request);
  if (leave === undefined) {
    const after = { 'retry-after': String(RETRY_SECONDS) };
    throw new CouchError('too_many_requests', 'Too many feeds are open: close one first.', after);
  }
  call.reply.raw.once('close', () => {
    leave();
    gone.abort('the client has gone');
  });
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
