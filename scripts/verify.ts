/**
 * Verifies against the ministry's root alone, offline: an exported dossier, an auditor's signed report, the text of a
 * récépissé's QR, or the journals of desks (docs/decisions/0016).
 *
 *   npm run verify -- FILE.guichet [--root ROOT.jws] [--lang fr|en|ar] [--json]
 *   npm run verify -- REPORT.jws [--root ROOT.jws] [--keyring FILE…] [--lang fr|en|ar] [--json]
 *   npm run verify -- --recepisse TEXT|FILE --keyring FILE… [--root ROOT.jws] [--lang fr|en|ar] [--json]
 *   npm run verify -- --journal DIR [--journal DIR…] [--root ROOT.jws] [--keyring FILE…] [--receipts FILE…]
 *                     [--sign SLOT.json --out REPORT.jws [--words-file FILE]] [--lang fr|en|ar] [--json]
 *
 * For a file the root is the demo ministry's unless `--root` names another. A journal is audited without one, too: then
 * signatures are not looked at, and that is said. FILE of `--keyring` and `--receipts` is an exported dossier, a kit,
 * `server.json`, documents as CouchDB lists them, or the folder of a sync server's data.
 * Exit code: 0 verified, 1 something is wrong and named, 2 it could not be tried (arguments, unreadable file, no root).
 */
import { verify } from './verify/command.ts';

process.exitCode = await verify(process.argv.slice(2));
