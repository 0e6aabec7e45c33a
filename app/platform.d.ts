/**
 * The few globals that every runtime here has (Node, Chromium's pages and workers, Electron).
 * `app/` is compiled without DOM or Node types, so anything else fails to compile.
 */
declare var crypto: {
  getRandomValues<T extends Uint8Array>(array: T): T;
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>;
    generateKey(algorithm: object, extractable: boolean, usages: string[]): Promise<any>;
    importKey(format: string, key: unknown, algorithm: object | string, extractable: boolean, usages: string[]): Promise<any>;
    exportKey(format: string, key: unknown): Promise<any>;
    sign(algorithm: object | string, key: unknown, data: Uint8Array): Promise<ArrayBuffer>;
    verify(algorithm: object | string, key: unknown, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
    encrypt(algorithm: object, key: unknown, data: Uint8Array): Promise<ArrayBuffer>;
    decrypt(algorithm: object, key: unknown, data: Uint8Array): Promise<ArrayBuffer>;
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
declare function atob(data: string): string;
