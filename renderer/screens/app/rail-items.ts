/** The sections of the desk and of the central office, with their numbers, for this officer. */
import {
  Archive,
  BookCheck,
  BookLock,
  BookOpen,
  Eraser,
  Files,
  Gavel,
  House,
  Inbox,
  Laptop,
  Link2,
  Network,
  Pencil,
  Scale,
  Undo2,
} from 'lucide-react';
import type { Officer } from '../../../app/desk/officer.ts';
import type { I18n } from '../../ui/i18n.tsx';
import type { RailItem } from '../../ui/rail.tsx';
import { silentCount } from '../central/desks/fleet-order.ts';
import { hrefOf, type RouteName } from './route.ts';
import type { Workspace } from './workspace.tsx';

export type RailKey =
  | Extract<
      RouteName,
      | 'home'
      | 'dossiers'
      | 'to-resume'
      | 'drafts'
      | 'to-countersign'
      | 'to-decide'
      | 'to-hand-over'
      | 'services'
      | 'link'
      | 'desk'
      | 'audit'
    >
  | 'central'
  | 'central-countersign'
  | 'central-desks'
  | 'central-held'
  | 'central-erasures';

/** Whether this officer is shown journals: from envelopes and names, whoever's. */
export const isAuditor = ({ roles }: Pick<Officer, 'roles'>): boolean => roles.includes('auditor');

export function railItems(
  officer: Officer,
  { counts, link, fleet }: Pick<Workspace, 'counts' | 'link' | 'fleet'>,
  { t }: I18n,
): readonly RailItem[] {
  const lists = counts?.lists;
  const toSend = link === undefined ? undefined : link.sealedHere.entries;
  const linkItem = {
    key: 'link',
    label: t('desk.rail.link'),
    href: hrefOf({ name: 'link' }),
    icon: Link2,
    count: some(toSend),
  };
  const erasures = officer.roles.includes('supervisor')
    ? [
        {
          key: 'central-erasures',
          label: t('central.erasures'),
          href: hrefOf({ name: 'central', path: ['erasures'] }),
          icon: Eraser,
        },
      ]
    : [];
  const catalogue = {
    key: 'services',
    label: t('services.title'),
    href: hrefOf({ name: 'services', about: null }),
    icon: BookOpen,
  };
  const deskItem = { key: 'desk', label: t('desk.rail.desk'), href: hrefOf({ name: 'desk' }), icon: Laptop };
  const dossiers = {
    key: 'dossiers',
    label: t('desk.rail.dossiers'),
    href: hrefOf({ name: 'dossiers', filter: 'all' }),
    icon: Files,
    count: lists?.all,
  };
  const journals = isAuditor(officer)
    ? [{ key: 'audit', label: t('audit.title'), href: hrefOf({ name: 'audit' }), icon: BookLock }]
    : [];
  if (officer.mission === 'CENTRAL') {
    return [
      {
        key: 'central',
        label: t('desk.rail.queue'),
        href: hrefOf({ name: 'central', path: [] }),
        icon: Inbox,
        count: some(lists?.['at-centre']),
      },
      {
        key: 'central-countersign',
        label: t('desk.rail.to-countersign'),
        href: hrefOf({ name: 'central', path: ['countersign'] }),
        icon: BookCheck,
        count: some(lists?.['to-countersign']),
      },
      dossiers,
      {
        key: 'central-desks',
        label: t('central.desks'),
        href: hrefOf({ name: 'central', path: ['desks'] }),
        icon: Network,
        count: some(silentCount(fleet?.value?.fleet?.desks ?? [])),
      },
      ...(officer.roles.includes('supervisor')
        ? [
            {
              key: 'central-held',
              label: t('central.held'),
              href: hrefOf({ name: 'central', path: ['held'] }),
              icon: Scale,
            },
          ]
        : []),
      ...journals,
      ...erasures,
      catalogue,
      linkItem,
      { ...deskItem, label: t('desk.rail.this-desk') },
    ];
  }
  const plain = (
    key: 'to-resume' | 'drafts' | 'to-countersign' | 'to-decide' | 'to-hand-over',
    icon: RailItem['icon'],
    count: number | undefined,
  ) => ({
    key,
    label: t(`desk.rail.${key}`),
    href: hrefOf({ name: key }),
    icon,
    count: some(count),
  });
  // Who decides in the head's place has the same lists, as long as there is something in them.
  const head = officer.roles.includes('head-of-mission') || (lists?.['to-decide'] ?? 0) > 0;
  return [
    { key: 'home', label: t('desk.rail.home'), href: hrefOf({ name: 'home' }), icon: House },
    dossiers,
    plain('to-resume', Undo2, lists?.['to-resume']),
    plain('drafts', Pencil, counts?.drafts),
    ...(head
      ? [
          plain('to-decide', Gavel, lists?.['to-decide']),
          plain('to-countersign', BookCheck, lists?.['to-countersign']),
        ]
      : []),
    plain('to-hand-over', Archive, lists?.['to-collect']),
    ...journals,
    ...erasures,
    catalogue,
    linkItem,
    deskItem,
  ];
}

/** Nought is not written: a rail full of noughts says nothing. */
const some = (count: number | undefined): number | undefined => (count === 0 ? undefined : count);
