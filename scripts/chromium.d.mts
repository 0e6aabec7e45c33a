/** Executable of an installed Chromium, or null where only Playwright's own download can serve. */
export declare function chromiumPath(): string | null;
/** Flags for a quiet Chromium that asks nobody outside for anything; `--no-sandbox` for root only. */
export declare function chromiumFlags(): string[];
/** The launch options that Playwright and Vitest's browser mode take. */
export declare function chromiumLaunchOptions(): { args: string[]; executablePath?: string };
