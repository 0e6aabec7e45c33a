/** What a form holds, by the code of its field: checked against the service, never against a type. */
export type Answers = Readonly<Record<string, unknown>>;
