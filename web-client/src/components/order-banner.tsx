import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { Study } from '@/lib/api/schema';

type Difference = NonNullable<Study['order']>['differences'][number];

/** Where the order and what the modality sent do not fit: red, for it may be the wrong patient or the wrong side (safety.md). */
export function OrderBanner({ studyId }: { studyId: string }) {
  const study = useQuery({ queryKey: keys.study(studyId), queryFn: ({ signal }) => call('getStudy', { path: { id: studyId }, signal }) });
  return <OrderDifferences order={study.data?.order} />;
}

export function OrderDifferences({ order }: { order: Study['order'] }) {
  const { t } = useTranslation('states');
  const words = useWords();
  if (!order || order.differences.length === 0) return null;
  const list = order.differences.map((each) => t('order.difference', { field: t(`order.field.${each.field}`), ordered: words(each, each.ordered), sent: words(each, each.sent) }));
  return <Alert type="error" showIcon banner data-testid="order-differences" title={t('order.title', { accession: order.accessionNumber })} description={list.join(t('order.join'))} />;
}

function useWords(): (difference: Difference, value: string) => string {
  const { t } = useTranslation('states');
  return ({ field }, value) => {
    if (value === '') return t('order.none');
    if (field === 'sex') return t(`sex.${value}`, { defaultValue: value });
    if (field === 'laterality') return value.split('\\').map((side) => t(`order.side.${side}`, { defaultValue: side })).join(t('order.join'));
    return value;
  };
}
