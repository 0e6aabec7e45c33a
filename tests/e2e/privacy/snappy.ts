/** Snappy's raw format (google/snappy, format_description.txt), decoding only. */

/** @throws RangeError where the bytes are no Snappy block, or would become more than `limit` */
export function unsnap(input: Uint8Array, limit = 64 * 1024 * 1024): Uint8Array {
  let at = 0;
  const byte = (): number => {
    const value = input[at++];
    if (value === undefined) throw new RangeError('cut');
    return value;
  };
  const little = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += byte() * 2 ** (8 * i);
    return value;
  };
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    if (shift > 28) throw new RangeError('length');
    const part = byte();
    length += (part & 0x7f) * 2 ** shift;
    if (part < 0x80) break;
  }
  if (length === 0 || length > limit) throw new RangeError('length');
  const output = new Uint8Array(length);
  let written = 0;
  while (written < length) {
    const tag = byte();
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const size = (short < 60 ? short : little(short - 59)) + 1;
      if (at + size > input.length || written + size > length) throw new RangeError('literal');
      output.set(input.subarray(at, at + size), written);
      at += size;
      written += size;
      continue;
    }
    const size = kind === 1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
    const back = kind === 1 ? (tag >> 5) * 256 + byte() : little(kind === 2 ? 2 : 4);
    if (back === 0 || back > written || written + size > length) throw new RangeError('copy');
    for (let i = 0; i < size; i++, written++) output[written] = output[written - back] as number;
  }
  return output;
}
