import { SafetyCertificateOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { useProblemText } from '@/components/problem-text';
import { SkeletonRows } from '@/components/skeleton-rows';
import type { RecognitionResult } from '@/lib/api/schema';
import { useDecide, useResults } from '../api';
import { RepeatDialog } from './repeat-dialog';
import { ResultRow } from './result-row';
import styles from './recognition-panel.module.css';

/** Before an examination is ordered: what is there already, whether it counts, and the doctor's decision. */
export function RecognitionPanel({ patientId }: { patientId: string }) {
  const { t } = useTranslation(['recognition', 'common']);
  const { message, modal } = App.useApp();
  const problem = useProblemText();
  const results = useResults(patientId);
  const decide = useDecide(patientId);
  const [repeating, setRepeating] = useState<RecognitionResult>();
  const items = [...(results.data?.items ?? [])].sort((a, b) => Number(b.recognizable) - Number(a.recognizable) || b.performedAt.localeCompare(a.performedAt));
  const recognize = (result: RecognitionResult): void =>
    void modal.confirm({
      title: t('recognition:recognizeTitle'),
      content: t('recognition:recognizeBody'),
      okText: t('recognition:recognizeAction'),
      onOk: () =>
        decide.mutateAsync({ resultId: result.id, item: result.item.code, decision: 'recognized' }).then(
          () => void message.success(t('recognition:done.recognized')),
          (error: unknown) => void message.error(problem(error)),
        ),
    });
  return (
    <Panel title={<><SafetyCertificateOutlined aria-hidden="true" /> {t('recognition:panel')}</>}>
      {results.error ? <Problem title={t('recognition:error')} error={results.error} onRetry={() => void results.refetch()} /> : null}
      {results.isLoading ? <SkeletonRows rows={3} /> : null}
      {results.data && items.length === 0 ? <EmptyState title={t('recognition:none')} body={t('recognition:noneBody')} /> : null}
      <ul className={styles.list}>
        {items.map((result) => <ResultRow key={result.id} result={result} onRecognize={() => recognize(result)} onRepeat={() => setRepeating(result)} />)}
      </ul>
      {repeating ? (
        <RepeatDialog
          busy={decide.isPending}
          problem={decide.error ? <Problem error={decide.error} /> : null}
          onCancel={() => setRepeating(undefined)}
          onRepeat={(reason, note) =>
            decide.mutate(
              { resultId: repeating.id, item: repeating.item.code, decision: 'repeated', reason, patientInformed: true, ...(note ? { note } : {}) },
              {
                onSuccess: () => {
                  setRepeating(undefined);
                  void message.success(t('recognition:done.repeated'));
                },
              },
            )
          }
        />
      ) : null}
    </Panel>
  );
}
