import { UndoOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { EmptyState } from '@/components/empty-state';
import { Panel } from '@/components/page';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { MatchingAction } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useActions, useUndo } from '../matching-api';
import styles from './queue.module.css';

/** What people have decided, the newest first; each can be undone by one more decision. */
export function HistoryList() {
  const { t } = useTranslation(['matching', 'common']);
  const actions = useActions();
  const undo = useUndo();
  const [undoing, setUndoing] = useState<MatchingAction>();
  const columns: TableColumnsType<MatchingAction> = [
    { title: t('matching:history.at'), render: (_, { at }) => minute(at), width: 150 },
    { title: t('matching:history.who'), render: (_, { actor }) => actor.name, width: 120 },
    {
      title: t('matching:history.what'),
      width: 160,
      render: (_, { kind, studyIds, undoneBy }) => (
        <>
          {t(`matching:history.kind.${kind}`)}
          {studyIds.length > 0 ? <span className={styles.soft}> {t('matching:history.studies', { count: studyIds.length })}</span> : null}
          {undoneBy ? <div className={styles.soft}>{t('matching:history.undone')}</div> : null}
        </>
      ),
    },
    {
      title: t('matching:history.whom'),
      width: 280,
      render: (_, { patient, other }) => (
        <>
          {patient ? <Link to={`/patients/${patient.id}`}><PatientName patient={patient} /></Link> : null}
          {other ? <> – <Link to={`/patients/${other.id}`}><PatientName patient={other} /></Link></> : null}
        </>
      ),
    },
    { title: t('matching:history.reason'), dataIndex: 'reason' },
    { width: 110, render: (_, action) => action.undoable ? <Button size="small" icon={<UndoOutlined />} onClick={() => setUndoing(action)}>{t('matching:history.undo')}</Button> : null },
  ];
  return (
    <Panel>
      {actions.error ? <Problem title={t('matching:error')} error={actions.error} onRetry={() => void actions.refetch()} /> : null}
      <Table<MatchingAction>
        size="small"
        rowKey="id"
        pagination={false}
        loading={actions.isLoading}
        columns={columns}
        dataSource={actions.data?.pages.flatMap((page) => page.items) ?? []}
        locale={{ emptyText: <EmptyState title={t('matching:history.empty')} body={t('matching:history.emptyBody')} /> }}
        scroll={{ x: 980 }}
      />
      {actions.hasNextPage ? <Button type="link" onClick={() => void actions.fetchNextPage()}>{t('common:action.more')}</Button> : null}
      <AskReason
        open={undoing !== undefined}
        title={t('matching:history.undoTitle')}
        hint={<p>{t('matching:history.undoHint')}</p>}
        okText={t('matching:history.undo')}
        busy={undo.isPending}
        problem={undo.error ? <Problem error={undo.error} /> : null}
        onCancel={() => setUndoing(undefined)}
        onOk={(reason) => undoing && undo.mutate({ id: undoing.id, reason }, { onSuccess: () => setUndoing(undefined) })}
      />
    </Panel>
  );
}
