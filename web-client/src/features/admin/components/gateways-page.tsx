import { CheckCircleOutlined, DisconnectOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AskReason } from '@/components/ask-reason';
import { EmptyState } from '@/components/empty-state';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { StateTag } from '@/components/state-tag';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { Gateway } from '@/lib/api/schema';
import { bytes } from '@/lib/format/bytes';
import { minute } from '@/lib/format/moment';
import { PairingDialog } from './pairing-dialog';

const looks = {
  online: ['success', <CheckCircleOutlined key="i" />],
  silent: ['danger', <DisconnectOutlined key="i" />],
  revoked: ['neutral', <StopOutlined key="i" />],
} as const;

export function GatewaysPage() {
  const { t } = useTranslation(['admin', 'states']);
  const queries = useQueryClient();
  const [pairing, setPairing] = useState(false);
  const [revoking, setRevoking] = useState<Gateway>();
  const gateways = useQuery({ queryKey: keys.gateways, queryFn: ({ signal }) => call('listGateways', { query: { limit: 200 }, signal }) });
  const revoke = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => call('revokeGateway', { path: { id }, body: { reason } }),
    onSuccess: () => setRevoking(undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.gateways }),
  });
  const columns: TableColumnsType<Gateway> = [
    { title: t('admin:gateways.column.name'), dataIndex: 'name' },
    { title: t('admin:gateways.column.organization'), render: (_, { organization }) => organization.name },
    {
      title: t('admin:gateways.column.state'),
      render: (_, { state }) => <StateTag tone={looks[state][0]} icon={looks[state][1]}>{t(`states:gateway.${state}`)}</StateTag>,
    },
    { title: t('admin:gateways.column.seen'), render: (_, { lastSeenAt }) => minute(lastSeenAt) },
    {
      title: t('admin:gateways.column.waiting'),
      render: (_, { heartbeat }) => heartbeat && t('admin:gateways.waiting', { count: heartbeat.waitingInstances, bytes: bytes(heartbeat.waitingBytes) }),
    },
    { title: t('admin:gateways.column.refused'), render: (_, { heartbeat }) => heartbeat?.refused },
    { title: t('admin:gateways.column.disk'), render: (_, { heartbeat }) => heartbeat && bytes(heartbeat.diskFreeBytes) },
    { title: t('admin:gateways.column.version'), render: (_, { heartbeat }) => heartbeat?.version },
    { render: (_, gateway) => (gateway.state === 'revoked' ? null : <Button size="small" danger onClick={() => setRevoking(gateway)}>{t('admin:gateways.revoke')}</Button>) },
  ];
  return (
    <Page title={t('admin:gateways.title')} extra={<Button type="primary" icon={<PlusOutlined />} onClick={() => setPairing(true)}>{t('admin:gateways.pair')}</Button>}>
      {gateways.error ? <Problem title={t('admin:gateways.error')} error={gateways.error} onRetry={() => void gateways.refetch()} /> : null}
      <Panel>
        <Table<Gateway>
          size="small"
          rowKey="id"
          loading={gateways.isLoading}
          columns={columns}
          dataSource={gateways.data?.items ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('admin:gateways.empty')} body={t('admin:gateways.emptyBody')} /> }}
          scroll={{ x: 1000 }}
        />
      </Panel>
      {pairing ? <PairingDialog onClose={() => setPairing(false)} /> : null}
      <AskReason
        open={revoking !== undefined}
        title={t('admin:gateways.revokeTitle')}
        hint={<p>{t('admin:gateways.revokeHint')}</p>}
        okText={t('admin:gateways.revoke')}
        danger
        busy={revoke.isPending}
        problem={revoke.error ? <Problem error={revoke.error} /> : null}
        onCancel={() => setRevoking(undefined)}
        onOk={(reason) => revoking && revoke.mutate({ id: revoking.id, reason })}
      />
    </Page>
  );
}
