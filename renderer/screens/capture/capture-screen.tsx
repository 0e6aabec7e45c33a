/** A draft, open: plan, page, help (ui/cap.png). Leaving never loses; only sealing checks everything. */
import { useState } from 'react';
import type { DraftId } from '../../../app/acts/ids.ts';
import { personOf } from '../../../app/catalogue/person.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { DossierScreen } from '../dossier/dossier-screen.tsx';
import { SealedScreen } from '../sealed/sealed-screen.tsx';
import { Loading } from '../shared/loading.tsx';
import { say } from '../shared/texts.ts';
import { CaptureEditor } from './capture-editor.tsx';
import { MovedNotice } from './moved-notice.tsx';

export interface CaptureScreenProps {
  readonly id: DraftId;
  readonly page: string | null;
}

interface Sealed {
  readonly outcome: SealOutcome;
  readonly draft: Draft;
}

export function CaptureScreen({ id, page }: CaptureScreenProps) {
  const i18n = useI18n();
  const loaded = useDeskData(
    `draft ${id}`,
    (desk) => desk.draft(id),
    ({ type }) => type === 'catalogue-changed',
  );
  const [sealed, setSealed] = useState<Sealed | null>(null);
  if (sealed) {
    const { outcome, draft } = sealed;
    const who = personOf(draft.definition, draft.answers).latin;
    return <SealedScreen outcome={outcome} who={who} service={say(i18n, draft.definition.title)} />;
  }
  if (loaded.value === undefined) {
    return (
      <Frame>
        <Loading of={loaded}>{() => null}</Loading>
      </Frame>
    );
  }
  const draft = loaded.value;
  if (draft.purpose === 'supply' && draft.dossier !== null) {
    return <DossierScreen id={draft.dossier} tab="data" supply={draft} />;
  }
  return (
    <CaptureEditor
      // Under another release it is another form.
      key={draft.release}
      first={draft}
      notice={(flush) => <MovedNotice draft={draft} flush={flush} onChanged={loaded.reload} />}
      page={page}
      onSealed={(outcome, last) => setSealed({ outcome, draft: last })}
    />
  );
}
