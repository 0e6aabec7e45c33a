/** Whether windows can be opened without help. */
export declare function hasDisplay(): boolean;
/** Opens a virtual display: the environment that programs need to use it, and its end; null where there is no Xvfb. */
export declare function openVirtualDisplay(): Promise<{
  env: Record<string, string>;
  close: () => void;
} | null>;
