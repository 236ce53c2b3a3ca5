import { CheckOutlined, ClockCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { EmptyState } from '@/components/empty-state';
import { useExam } from '@/components/exam';
import { Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { StateTag, type Tone } from '@/components/state-tag';
import type { ExamOrder } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useCancelOrder, useOrders } from '../api';

const marks: Record<ExamOrder['status'], { tone: Tone; icon: ReactNode }> = {
  ordered: { tone: 'info', icon: <ClockCircleOutlined /> },
  performed: { tone: 'success', icon: <CheckOutlined /> },
  cancelled: { tone: 'neutral', icon: <StopOutlined /> },
};

/** Orders of the organization, the newest first. */
export function OrderList() {
  const { t } = useTranslation('registration');
  const exam = useExam();
  const orders = useOrders();
  const cancel = useCancelOrder();
  const [cancelling, setCancelling] = useState<ExamOrder>();
  const items = orders.data?.items ?? [];
  const columns: TableColumnsType<ExamOrder> = [
    { title: t('list.at'), render: (_, { orderedAt }) => minute(orderedAt), width: 150 },
    { title: t('list.patient'), render: (_, { patient }) => <Link to={`/patients/${patient.id}`}><PatientName patient={patient} /></Link> },
    { title: t('list.exam'), render: (_, order) => order.item?.name ?? exam(order.modality, order.bodyPart) },
    { title: t('list.side'), render: (_, { laterality }) => laterality ? t(`order.sides.${laterality}`) : '', width: 70 },
    { title: t('list.number'), dataIndex: 'accessionNumber', width: 140 },
    { title: t('list.state'), render: (_, { status }) => <StateTag tone={marks[status].tone} icon={marks[status].icon}>{t(`list.status.${status}`)}</StateTag>, width: 110 },
    { title: t('list.by'), render: (_, { orderedBy }) => orderedBy.name, width: 110 },
    {
      width: 100,
      render: (_, order) =>
        order.status === 'ordered' ? <Button size="small" onClick={() => setCancelling(order)}>{t('list.cancel')}</Button> : order.studyIds[0] ? <Link to={`/studies/${order.studyIds[0]}`}>{t('list.study')}</Link> : null,
    },
  ];
  return (
    <Panel title={t('list.title', { count: items.length })}>
      {orders.error ? <Problem title={t('list.error')} error={orders.error} onRetry={() => void orders.refetch()} /> : null}
      <Table<ExamOrder>
        size="small"
        rowKey="id"
        pagination={false}
        loading={orders.isLoading}
        columns={columns}
        dataSource={items}
        locale={{ emptyText: <EmptyState title={t('list.empty')} body={t('list.emptyBody')} /> }}
        scroll={{ x: 900 }}
      />
      <AskReason
        open={cancelling !== undefined}
        title={t('list.cancelTitle')}
        okText={t('list.cancel')}
        busy={cancel.isPending}
        problem={cancel.error ? <Problem error={cancel.error} /> : null}
        onCancel={() => setCancelling(undefined)}
        onOk={(reason) => cancelling && cancel.mutate({ id: cancelling.id, reason }, { onSuccess: () => setCancelling(undefined) })}
      />
    </Panel>
  );
}
