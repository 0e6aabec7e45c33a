import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressGroup, TrustedProxies } from '../../../sync-server/http/address.ts';

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  [undefined, ''],
])('%s is counted as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

describe('a request comes from', () => {
  const proxies = new TrustedProxies(['10.1.0.0/16', '192.0.2.1', '2001:db8:9::/48', '127.0.0.1']);
  const clientOf = (remoteAddress: string, forwarded?: string): string =>
    proxies.clientOf({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as IncomingMessage);

  it.each([
    ['who is not trusted, whatever they write', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a trusted proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['whom a trusted proxy names', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['the last hop that is not trusted', '10.1.2.3', '198.51.100.1, 203.0.113.9, 192.0.2.1', '203.0.113.9'],
    ['the first hop, where all are trusted', '10.1.2.3', '10.1.9.9,192.0.2.1', '10.1.9.9'],
    ['the hop before one that is no address', '10.1.2.3', '203.0.113.9, someone, 192.0.2.1', '192.0.2.1'],
    ['a proxy that names an address with a port', '10.1.2.3', '203.0.113.9:4711', '10.1.2.3'],
    ['a proxy that leaves a gap', '10.1.2.3', '203.0.113.9,', '10.1.2.3'],
    ['IPv6 beyond a network of IPv6', '2001:db8:9:1::7', '2001:db8:5::1', '2001:db8:5::1'],
    ['IPv4 that is written as IPv6', '::ffff:10.1.2.3', '::ffff:203.0.113.9', '203.0.113.9'],
    ['a name of a loopback that is not the trusted one', '127.0.0.2', '203.0.113.9', '127.0.0.2'],
  ])('%s', (_whom, socket, forwarded, client) => {
    expect(clientOf(socket, forwarded)).toBe(client);
  });
});

it('a network of IPv6 has no IPv4 in it', () => {
  expect(new TrustedProxies(['::/1']).has('10.1.2.3')).toBe(false);
});

it.each(['proxy.example', '', '10.1.2.3/33', '10.1.2.3/', '10.1.2.3/8/8', '0.0.0.0/0', '::/0', '10.1.2/24'])(
  '%j is no proxy to trust',
  (place) => {
    expect(() => new TrustedProxies([place])).toThrow(TypeError);
  },
);
