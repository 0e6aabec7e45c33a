/** Beside the form: help for the question under the cursor with its source, and what this file is. */
import type { Field } from '../../../app/catalogue/fields.ts';
import { personOf } from '../../../app/catalogue/person.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { HelpText, PanelSection, SidePanel } from '../../ui/side-panel.tsx';
import { provenanceText, say } from '../shared/texts.ts';
import type { PageProblem } from './form-page.tsx';

export interface SideHelpProps {
  readonly draft: Draft;
  readonly field: Field | null;
  readonly problems: readonly PageProblem[];
  readonly pageHelp: {
    readonly title: string;
    readonly text: string;
    readonly source: string | undefined;
  } | null;
}

export function SideHelp({ draft, field, problems, pageHelp }: SideHelpProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const person = personOf(draft.definition, draft.answers);
  return (
    <SidePanel>
      <PanelSection title={field ? say(i18n, field.label) : t('desk.capture.help')}>
        {field?.help ? (
          <HelpText text={say(i18n, field.help.text)} source={provenanceText(i18n, field.help)} />
        ) : (
          <p className="text-3">{t('desk.capture.help-none')}</p>
        )}
      </PanelSection>
      {problems.length > 0 && (
        <PanelSection title={t('desk.capture.problems')}>
          <dl className="side-problems">
            {problems.map(({ label, text }) => (
              <div key={label}>
                <dt className="label">{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </PanelSection>
      )}
      {pageHelp && (
        <PanelSection title={pageHelp.title}>
          <HelpText text={pageHelp.text} source={pageHelp.source} />
        </PanelSection>
      )}
      <PanelSection title={t('desk.capture.summary')}>
        <DefinitionList
          items={[
            { key: 'service', term: t('desk.capture.about'), value: say(i18n, draft.definition.title) },
            { key: 'who', term: t('desk.list.applicant'), value: person.latin || t('desk.drafts.unnamed') },
            ...(person.arabic === '' ? [] : [{ key: 'arabic', term: '', value: person.arabic }]),
            ...(draft.ticket === null
              ? []
              : [{ key: 'ticket', term: t('desk.capture.ticket'), value: draft.ticket, ltr: true }]),
            ...draft.compared.map(({ dossier, ref, same }) => ({
              key: dossier,
              term: t('desk.person.compared', { ref }),
              value: t(same ? 'desk.person.compared-same' : 'desk.person.compared-other'),
            })),
          ]}
        />
      </PanelSection>
    </SidePanel>
  );
}
