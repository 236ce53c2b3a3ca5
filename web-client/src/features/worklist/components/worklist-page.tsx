import { App, Button, type InputRef } from 'antd';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { EmptyState } from '@/components/empty-state';
import { usePatientLine } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { useProblemText } from '@/components/problem-text';
import { ShortcutHelp } from '@/components/shortcut-help';
import { SkeletonRows } from '@/components/skeleton-rows';
import type { ReadingRequest } from '@/lib/api/schema';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { useSession } from '@/lib/session/session';
import { useClaim, useCounts, useWorklist } from '../api/queries';
import { type Filters, isNarrowed, readFilters, writeFilters } from '../filters';
import { useCursor } from '../use-cursor';
import { useStableRows } from '../use-stable-rows';
import { FilterBar } from './filter-bar';
import { PreviewPanel } from './preview-panel';
import { RequestTable } from './request-table';
import { ViewList } from './view-list';
import styles from './worklist-page.module.css';

export function WorklistPage() {
  const { t } = useTranslation(['worklist', 'common']);
  const { message } = App.useApp();
  const { may } = useSession();
  const navigate = useNavigate();
  const line = usePatientLine();
  const problemText = useProblemText();
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search, may('reading.review') && !may('reading.write') ? 'toReview' : 'toRead');
  const change = useCallback((next: Filters) => setSearch(writeFilters(next), { replace: true }), [setSearch]);
  const list = useWorklist(filters);
  const counts = useCounts();
  const claim = useClaim();
  const [pointed, setPointed] = useState<string>();
  const [preview, setPreview] = useState(false);
  const [help, setHelp] = useState(false);
  const input = useRef<InputRef>(null);
  const rows = useRef<HTMLDivElement>(null);
  const { requests, ids, cursor, move, put } = useRows(list.data?.pages.flatMap((page) => page.items), pointed);
  const current = requests.find(({ id }) => id === cursor);

  const open = useCallback((id: string) => void navigate(`/cases/${id}`, { state: { from: `/worklist?${writeFilters(filters).toString()}`, queue: ids } }), [navigate, filters, ids]);
  const claimRow = (request: ReadingRequest | undefined): void => {
    if (!request || !may('reading.claim')) return;
    claim.mutate(request, {
      onSuccess: () => void message.success(t('worklist:claimed', { patient: line(request.patient).name })),
      onError: (error) => void message.error(problemText(error)),
    });
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => cursor && open(cursor),
    c: () => claimRow(current),
    space: () => setPreview((shown) => !shown),
    Escape: () => setPreview(false),
    '/': () => input.current?.focus({ cursor: 'all' }),
    '?': () => setHelp(true),
  });

  const countText = list.hasNextPage ? t('worklist:countMore', { count: requests.length }) : t('worklist:count', { count: requests.length });
  return (
    <div className={styles.page}>
      <ViewList filters={filters} counts={counts.data} />
      <div className={styles.main}>
        <header className={styles.head}>
          <h1 className="visually-hidden">{t('worklist:title')}</h1>
          <FilterBar filters={filters} onChange={change} search={input} onChosen={() => rows.current?.focus()} />
          <span className={styles.count} role="status">{list.data ? countText : ''}</span>
          <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('common:help.title')} onClick={() => setHelp(true)} />
        </header>
        <div ref={rows} className={styles.rows} role="region" aria-label={t('worklist:title')} tabIndex={0}>
          {list.error ? <Problem title={t('worklist:error')} error={list.error} onRetry={() => void list.refetch()} /> : null}
          {list.isLoading ? <SkeletonRows rows={14} /> : null}
          {requests.length > 0 ? <RequestTable requests={requests} cursor={cursor} onOpen={open} onPoint={setPointed} onPick={put} /> : null}
          {list.data && requests.length === 0 ? (
            <EmptyState title={t('worklist:empty.title')} body={isNarrowed(filters) ? t('worklist:empty.filtered') : t('worklist:empty.body')} />
          ) : null}
          {list.hasNextPage ? (
            <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('common:action.more')}</Button>
          ) : null}
        </div>
      </div>
      {preview && current ? (
        <PreviewPanel
          request={current}
          onOpen={() => open(current.id)}
          onClaim={may('reading.claim') && !current.claimedBy ? () => claimRow(current) : undefined}
          onClose={() => setPreview(false)}
        />
      ) : null}
      <ShortcutHelp
        open={help}
        onClose={() => setHelp(false)}
        rows={[
          ['j', t('worklist:key.next')], ['k', t('worklist:key.previous')], ['Enter', t('worklist:key.open')], ['c', t('worklist:key.claim')],
          ['Space', t('worklist:key.preview')], ['/', t('worklist:key.search')], ['?', t('worklist:key.help')],
        ]}
      />
    </div>
  );
}

function useRows(fetched: ReadingRequest[] | undefined, pointed: string | undefined) {
  const [held, setHeld] = useState<string>();
  const requests = useStableRows(fetched, pointed ?? held);
  const ids = useMemo(() => requests.map(({ id }) => id), [requests]);
  const { current: cursor, move, put } = useCursor(ids);
  if (held !== cursor) setHeld(cursor);
  return { requests, ids, cursor, move, put };
}
