import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { useExam } from '@/components/exam';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import type { OrganizationDetail, ReadingRule } from '@/lib/api/schema';
import { ReadingRuleDialog } from './reading-rule-dialog';
import { useUndoNotice } from './use-undo-notice';

/** Who writes and reviews for a clinic and modality, and what is filed when a study arrives. */
export function ReadingRules({ organizations }: { organizations: readonly OrganizationDetail[] }) {
  const { t } = useTranslation(['admin', 'states', 'common']);
  const exam = useExam();
  const queries = useQueryClient();
  const undoable = useUndoNotice();
  const [editing, setEditing] = useState<ReadingRule | 'new'>();
  const rules = useQuery({ queryKey: keys.readingRules, queryFn: ({ signal }) => call('listReadingRules', { signal }) });
  const fresh = (): Promise<void> => queries.invalidateQueries({ queryKey: keys.readingRules });
  const put = useMutation({ mutationFn: (rule: ReadingRule) => call('setReadingRule', { body: rule }), onSettled: fresh });
  const remove = useMutation({
    mutationFn: ({ organizationId, modality }: ReadingRule) => call('removeReadingRule', { path: { organizationId, modality } }),
    onSettled: fresh,
  });
  const former = ({ organizationId, modality }: ReadingRule): ReadingRule | undefined =>
    rules.data?.items.find((each) => each.organizationId === organizationId && each.modality === modality);
  const save = (rule: ReadingRule): void => {
    const before = former(rule);
    put.mutate(rule, {
      onSuccess: () => {
        setEditing(undefined);
        undoable(t('admin:reading.saved'), () => (before ? put.mutate(before) : remove.mutate(rule)));
      },
    });
  };
  const drop = (rule: ReadingRule): void => remove.mutate(rule, { onSuccess: () => undoable(t('admin:reading.ruleRemoved'), () => put.mutate(rule)) });
  const nameOf = (id: string): string => organizations.find((each) => each.id === id)?.name ?? id;
  const columns: TableColumnsType<ReadingRule> = [
    { title: t('admin:reading.clinic'), render: (_, { organizationId }) => nameOf(organizationId) },
    { title: t('admin:reading.modality'), render: (_, { modality }) => exam(modality) },
    { title: t('admin:reading.mode'), render: (_, { mode }) => t(`admin:reading.modes.${mode}`) },
    { title: t('admin:reading.priority'), render: (_, { priority }) => t(`states:priority.${priority}`) },
    { title: t('admin:reading.purpose'), render: (_, { purpose }) => (purpose ? t(`states:purpose.${purpose}`) : '') },
    { title: t('admin:reading.onArrival'), render: (_, { onArrival, mode }) => t(onArrival === false || mode === 'C' ? 'admin:reading.byHand' : 'admin:reading.byRule') },
    {
      width: 96,
      render: (_, rule) => (
        <>
          <Button type="text" icon={<EditOutlined />} aria-label={t('admin:reading.edit', { clinic: nameOf(rule.organizationId), modality: rule.modality })} onClick={() => setEditing(rule)} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('admin:reading.removeRule', { clinic: nameOf(rule.organizationId), modality: rule.modality })} onClick={() => drop(rule)} />
        </>
      ),
    },
  ];
  return (
    <>
      {[rules.error, remove.error].map((error, index) => (error ? <Problem key={index} error={error} onRetry={() => void rules.refetch()} /> : null))}
      <p>{t('admin:reading.rulesHint')}</p>
      <Table
        size="small"
        pagination={false}
        rowKey={({ organizationId, modality }) => `${organizationId} ${modality}`}
        columns={columns}
        dataSource={rules.data?.items ?? []}
        loading={rules.isLoading}
        locale={{ emptyText: <EmptyState title={t('admin:reading.noRules')} body={t('admin:reading.noRulesBody')} /> }}
        scroll={{ x: 800 }}
      />
      <p><Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('admin:reading.addRule')}</Button></p>
      {editing ? (
        <ReadingRuleDialog
          rule={editing === 'new' ? undefined : editing}
          organizations={organizations}
          taken={(rule) => editing === 'new' && former(rule) !== undefined}
          busy={put.isPending}
          error={put.error}
          onCancel={() => setEditing(undefined)}
          onSave={save}
        />
      ) : null}
    </>
  );
}
