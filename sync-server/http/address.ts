import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** IPv4 that is written as IPv6, as IPv4; without the name of a network card. */
const plainAddress = (address = ''): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** By what an address is counted: IPv4 as it is, IPv6 by its /64, since one line has all of it. */
export function addressGroup(address: string | undefined): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const gap = Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(gap).fill('0'), ...back].slice(0, 4).join(':');
}

/** Proxies whose word is taken for where a request comes from: addresses, or networks as `10.1.2.0/24`. */
export class TrustedProxies {
  // A list of each family: one for both would find every IPv4 address in `::/1`.
  readonly #lists = { 4: new BlockList(), 6: new BlockList() };

  /** @throws TypeError names what is neither an address nor a network, or is everybody */
  constructor(places: readonly string[] = []) {
    for (const place of places) this.#add(place);
  }

  has(address: string | undefined): boolean {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family === 4 || family === 6 ? this.#lists[family].check(plain, `ipv${family}`) : false;
  }

  /**
   * Where a request comes from: its socket's other end or, where that is trusted, the last hop of `X-Forwarded-For`
   * that is not. A hop that is no address ends the walk: what stands to the left of it is whoever's wrote it.
   */
  clientOf({ socket, headers }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
    let client = plainAddress(socket.remoteAddress);
    const hops = String(headers['x-forwarded-for'] ?? '').split(',');
    while (this.has(client)) {
      const hop = plainAddress(hops.pop()?.trim());
      if (isIP(hop) === 0) break;
      client = hop;
    }
    return client;
  }

  #add(place: string): void {
    const [network = '', prefix, ...rest] = place.split('/');
    const plain = plainAddress(network);
    const family = isIP(plain);
    const bits = family === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : 0;
    if ((family !== 4 && family !== 6) || length < 1 || length > bits || rest.length > 0)
      throw new TypeError(`${place} is neither an address nor a network such as 10.1.2.0/24`);
    this.#lists[family].addSubnet(plain, length, `ipv${family}`);
  }
}
