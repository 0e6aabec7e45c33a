/** One document as the viewer shows it. */
export interface ViewedDocument {
  /** the blob's id */
  readonly key: string;
  /** « Passeport », in the officer's language */
  readonly title: string;
  /** what the officer called the file, such as « recto » */
  readonly label: string;
  readonly bytes: number;
  /** all of it is on this desk; false: on its way */
  readonly here: boolean;
}
