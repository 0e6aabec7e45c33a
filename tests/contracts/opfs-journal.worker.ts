/** A window of a desk in a browser: opens the journal named by its own name and serves it to the test's page. */
import { systemRandom } from '../../app/acts/clock.ts';
import { type EventTargetPort, portOfEventTarget } from '../../app/desk/rpc-ports.ts';
import { serveJournal } from '../../app/log/journal-rpc.ts';
import { openOpfsJournal } from '../../renderer/worker/opfs-journal.ts';
import { canKeepJournal } from '../../renderer/worker/opfs-journal-files.ts';

if (!canKeepJournal()) throw new Error('this browser cannot keep a journal');
const journal = await openOpfsJournal(self.name, systemRandom);
serveJournal(portOfEventTarget(self as unknown as EventTargetPort), journal, async () => true);
self.postMessage('ready');
