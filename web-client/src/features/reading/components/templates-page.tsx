import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { useExam } from '@/components/exam';
import { Page, Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { useProblemText } from '@/components/problem-text';
import type { ReportTemplate } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useDropTemplate, useTemplates } from '../templates/api';
import { TemplateDialog } from './template-dialog';

/** One's own templates and the department's, to be changed; the catalog's, to be copied. */
export function TemplatesPage() {
  const { t } = useTranslation(['templates', 'states', 'common']);
  const { message, modal } = App.useApp();
  const { may } = useSession();
  const exam = useExam();
  const problem = useProblemText();
  const list = useTemplates();
  const drop = useDropTemplate();
  const [editing, setEditing] = useState<{ before: ReportTemplate | undefined; start: ReportTemplate | undefined }>();
  const all = list.data?.items ?? [];
  const mayChange = ({ scope }: ReportTemplate): boolean => scope === 'own' || (scope === 'department' && may('reading.review'));
  const remove = (template: ReportTemplate): void =>
    void modal.confirm({
      title: `${t('templates:remove')}：${template.title}`,
      content: t('templates:removeBody'),
      okButtonProps: { danger: true },
      onOk: () => drop.mutateAsync(template).then(undefined, (error: unknown) => void message.error(problem(error))),
    });
  const columns: TableColumnsType<ReportTemplate> = [
    { title: t('templates:field.title'), dataIndex: 'title' },
    { title: t('templates:field.code'), dataIndex: 'code', width: 100 },
    { title: t('templates:field.modality'), width: 160, render: (_, { modality, bodyPart }) => (modality ? exam(modality, bodyPart) : t('templates:field.any')) },
    { title: t('templates:field.conclusion'), dataIndex: 'conclusion', ellipsis: true },
    {
      title: t('templates:field.outcome'), width: 110,
      render: (_, { positive }) => (positive === undefined ? t('templates:field.reader') : t(positive ? 'states:outcome.positive' : 'states:outcome.negative')),
    },
    { title: t('templates:field.scope'), width: 80, render: (_, { scope }) => t(`templates:scope.${scope}`) },
    {
      width: 180,
      render: (_, template) => (
        <>
          {mayChange(template) ? <Button type="link" size="small" onClick={() => setEditing({ before: template, start: template })}>{t('templates:edit')}</Button> : null}
          {mayChange(template) ? <Button type="link" size="small" danger onClick={() => remove(template)}>{t('templates:remove')}</Button> : null}
          {template.scope === 'own' ? null : <Button type="link" size="small" onClick={() => setEditing({ before: undefined, start: template })}>{t('templates:copy')}</Button>}
        </>
      ),
    },
  ];
  const table = { rowKey: 'id', size: 'small', columns, loading: list.isLoading } as const;
  return (
    <Page title={t('templates:title')} extra={<Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({ before: undefined, start: undefined })}>{t('templates:create')}</Button>}>
      {list.error ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      <Panel title={t('templates:mine')}>
        <Table
          {...table}
          pagination={false}
          dataSource={all.filter(({ scope }) => scope !== 'catalog')}
          locale={{ emptyText: <EmptyState title={t('templates:empty')} body={t('templates:emptyBody')} /> }}
        />
      </Panel>
      <Panel title={t('templates:catalog')}>
        <Table {...table} pagination={{ pageSize: 20, hideOnSinglePage: true }} dataSource={all.filter(({ scope }) => scope === 'catalog')} />
      </Panel>
      {editing ? <TemplateDialog {...editing} onClose={() => setEditing(undefined)} /> : null}
    </Page>
  );
}
