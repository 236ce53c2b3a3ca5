import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '@/components/page';
import { useSession } from '@/lib/session/session';
import { ChangeQueue } from './change-queue';
import { HistoryList } from './history-list';
import { PairQueue } from './pair-queue';
import { StudyQueue } from './study-queue';

/** Whose a study is, who is one person, and the undoing of both: one screen. Reviewers confirm changes only. */
export function MatchingPage() {
  const { t } = useTranslation('matching');
  const { may } = useSession();
  const [query, setQuery] = useSearchParams();
  const tabs = [
    ...(may('study.match') ? [{ key: 'studies', label: t('tab.studies'), children: <StudyQueue /> }] : []),
    ...(may('patient.link') ? [{ key: 'pairs', label: t('tab.pairs'), children: <PairQueue /> }] : []),
    ...(may('study.confirm') ? [{ key: 'changes', label: t('tab.changes'), children: <ChangeQueue /> }] : []),
    ...(may('patient.link') ? [{ key: 'history', label: t('tab.history'), children: <HistoryList /> }] : []),
  ];
  const asked = query.get('tab');
  const active = tabs.find(({ key }) => key === asked)?.key ?? tabs[0]?.key ?? '';
  return (
    <Page title={t('title')}>
      <Tabs activeKey={active} onChange={(tab) => setQuery({ tab }, { replace: true })} items={tabs} destroyOnHidden />
    </Page>
  );
}
