import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { flushSync } from 'react-dom';
import { countryName, findCountries } from './countries.ts';
import { type FieldBase, FieldFrame, inputAttributes } from './field.tsx';
import { focusNext } from './form-grid.tsx';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';

export interface CountryFieldProps extends FieldBase {
  /** Alpha-3 code, or ''; or what was typed and is no country. */
  readonly value: string;
  readonly onChange: (code: string) => void;
}

/** One combobox: by name in three languages, former names and codes. */
export function CountryField(props: CountryFieldProps) {
  const { t, locale } = useI18n();
  const shown = props.value === '' ? '' : countryName(props.value, locale);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const items = useMemo(() => findCountries(typed ?? '', locale), [typed, locale]);
  const choose = (code: string) => {
    setTyped(undefined);
    props.onChange(code);
  };
  /** Entrée takes the first country in sight, or the one that arrows chose, and goes on to the next field. */
  const takeAndGoOn = (event: KeyboardEvent) => {
    const { target } = event;
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey) return;
    if (!(target instanceof HTMLInputElement) || target.getAttribute('aria-activedescendant')) return;
    event.preventDefault();
    event.stopPropagation();
    const [first] = typed ? items : [];
    // What this country brings into sight is there before the cursor looks for the next question.
    if (first) flushSync(() => choose(first.code));
    if (target.form) focusNext(target.form, target, event.shiftKey);
  };
  const { readOnly, autoFocus, onFocus, ...input } = inputAttributes(props);
  return (
    <FieldFrame base={props}>
      <ComboBox
        aria-label={props.label}
        className="combo"
        items={items}
        inputValue={typed ?? shown}
        onInputChange={(text) => setTyped(text === shown ? undefined : text)}
        selectedKey={props.value === '' ? null : props.value}
        onSelectionChange={(key) => {
          if (key !== null) choose(String(key));
        }}
        onOpenChange={(open) => {
          // A list opened by its button shows every country, not only the chosen one.
          if (open && typed === undefined) return;
        }}
        onBlur={() => {
          const [first, second] = typed === undefined ? [] : items;
          if (typed === '') choose('');
          else if (first && (!second || first.code === typed?.toUpperCase())) choose(first.code);
          // Kept as it was typed: the form says that it is not in the list.
          else if (typed !== undefined) choose(typed);
          props.onBlur?.();
        }}
        isReadOnly={readOnly ?? false}
        allowsEmptyCollection
        menuTrigger="input"
        {...(onFocus ? { onFocus } : {})}
        {...(autoFocus === undefined ? {} : { autoFocus })}
      >
        <div className="combo-box" onKeyDownCapture={takeAndGoOn}>
          <Input {...input} dir="auto" />
          <Button className="combo-button" aria-label={t('ui.country.open')}>
            <Icon of={ChevronDown} />
          </Button>
        </div>
        <Popover className="popover" placement="bottom start" offset={4}>
          <ListBox
            className="listbox"
            renderEmptyState={() => <p className="listbox-empty">{t('ui.country.none')}</p>}
          >
            {(country: (typeof items)[number]) => (
              <ListBoxItem id={country.code} textValue={country.names[locale]} className="option">
                <bdi>{country.names[locale]}</bdi>
                <span className="option-end" dir="ltr">
                  {country.code}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </FieldFrame>
  );
}
