/**
 * The few globals that every runtime here has (Node, Chromium's pages and workers, Electron).
 * `app/` is compiled without DOM or Node types, so anything else fails to compile.
 */
declare const crypto: {
  getRandomValues<T extends Uint8Array>(array: T): T;
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>;
    importKey(
      format: 'raw',
      key: Uint8Array,
      algorithm: 'AES-GCM',
      extractable: false,
      usages: ('encrypt' | 'decrypt')[],
    ): Promise<object>;
    encrypt(algorithm: object, key: object, data: Uint8Array): Promise<ArrayBuffer>;
    decrypt(algorithm: object, key: object, data: Uint8Array): Promise<ArrayBuffer>;
    verify(algorithm: object, key: object, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
  };
};

declare class TextEncoder {
  encode(input?: string): Uint8Array;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}

declare function btoa(data: string): string;
