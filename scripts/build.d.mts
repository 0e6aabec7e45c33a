/** @param options `only`: the parts to build, all by default. @throws Error when a part cannot be built. */
export function build(options?: {
  force?: boolean;
  only?: readonly ('renderer' | 'main' | 'server')[];
}): Promise<void>;
