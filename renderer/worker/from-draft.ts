/** What sealing does to the draft that the acts come from: notes the signed bytes in it, deletes it in the end. */
import type { Chunk } from '../../app/log/act-log.ts';
import type { DraftBook, OpenDraft } from '../drafts/draft-book.ts';
import type { DraftContent } from '../drafts/draft-content.ts';
import type { SealingOrder } from './sealing.ts';

export type FromDraft = Pick<
  SealingOrder,
  'draft' | 'chunks' | 'noteSigned' | 'forgetSigned' | 'deleteDraft'
>;

/** A command without files or many words needs no draft: when it is interrupted it is given again. */
export const WITHOUT_DRAFT: FromDraft = {
  draft: null,
  chunks: [],
  noteSigned: async () => {},
  forgetSigned: async () => {},
  deleteDraft: async () => {},
};

/** To be used within the draft's turn: nobody else saves it meanwhile. */
export const fromDraft = (drafts: DraftBook, draft: OpenDraft, chunks: readonly Chunk[]): FromDraft => ({
  draft: draft.id,
  chunks,
  noteSigned: async (sealing) => {
    await drafts.save({ ...draft, content: { ...draft.content, sealing } });
  },
  forgetSigned: async () => {
    await drafts.save({ ...draft, content: unsigned(draft.content) });
  },
  deleteDraft: () => drafts.delete(draft.id),
});

/** The content without signed bytes: what has changed since is not what they say. */
export function unsigned<Content extends DraftContent>(content: Content): Content {
  const { sealing: _signed, ...rest } = content;
  return rest as Content;
}
