import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/components/page';
import { useExam } from '@/components/exam';
import { useItems } from '../api';

export function ItemTable() {
  const { t, i18n } = useTranslation('recognition');
  const exam = useExam();
  const items = useItems();
  return (
    <Panel title={t('items.title')}>
      <Table
        size="small"
        rowKey="code"
        loading={items.isLoading}
        dataSource={items.data?.items ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('items.name'), render: (_, item) => (i18n.language === 'en' ? (item.nameEn ?? item.name) : item.name) },
          { title: t('items.modality'), render: (_, item) => exam(item.modality, item.bodyPart) },
          { title: t('items.validity'), render: (_, item) => t('items.days', { count: item.validityDays }) },
          { title: t('items.area'), dataIndex: 'area' },
          { title: t('items.code'), dataIndex: 'code' },
        ]}
      />
    </Panel>
  );
}
