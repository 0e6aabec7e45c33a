/** Absolute path of an Electron executable; the first call on a machine may download or unpack one. */
export declare function electronPath(): Promise<string>;
/** Flags that this machine needs before any app will open a window, such as `--no-sandbox` for root. */
export declare function electronFlags(): string[];
