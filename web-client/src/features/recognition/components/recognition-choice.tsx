import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/components/page';
import { Problem } from '@/components/problem';
import { useProblemText } from '@/components/problem-text';
import type { RepeatReason } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { useDecide, useResults } from '../api';
import styles from './recognition-panel.module.css';
import { RepeatDialog } from './repeat-dialog';
import { ResultRow } from './result-row';

interface RecognitionChoiceProps {
  patientId: string;
  resultIds: string[];
  words: { title: string; body: string; doctor: string; cancel: string };
  busy: boolean;
  error: unknown;
  onRecognized: () => void;
  onRepeat: (reason: RepeatReason, note: string | undefined) => void;
  onCancel: () => void;
}

/** Between an order and the examination: a recognized result is taken, or the examination repeated for a stated reason. */
export function RecognitionChoice({ patientId, resultIds, words, busy, error, onRecognized, onRepeat, onCancel }: RecognitionChoiceProps) {
  const { t } = useTranslation('recognition');
  const { may } = useSession();
  const { message } = App.useApp();
  const problem = useProblemText();
  const results = useResults(patientId);
  const decide = useDecide(patientId);
  const [repeating, setRepeating] = useState(false);
  const found = (results.data?.items ?? []).filter(({ id }) => resultIds.includes(id)).map((result) => {
    // An earlier decision was about an earlier order.
    const open = { ...result };
    delete open.decision;
    return open;
  });
  return (
    <Panel title={words.title} extra={<Button onClick={onCancel}>{words.cancel}</Button>}>
      <Alert banner type="warning" showIcon title={may('recognition.decide') ? words.body : words.doctor} />
      {results.error ? <Problem error={results.error} onRetry={() => void results.refetch()} /> : null}
      <ul className={styles.list}>
        {found.map((result) => (
          <ResultRow
            key={result.id}
            result={result}
            onRecognize={() =>
              decide.mutate(
                { resultId: result.id, item: result.item.code, decision: 'recognized' },
                {
                  onSuccess: () => {
                    void message.success(t('done.recognized'));
                    onRecognized();
                  },
                  onError: (refusal) => void message.error(problem(refusal)),
                },
              )
            }
            onRepeat={() => setRepeating(true)}
          />
        ))}
      </ul>
      {repeating ? <RepeatDialog busy={busy} problem={error ? <Problem error={error} /> : null} onCancel={() => setRepeating(false)} onRepeat={onRepeat} /> : null}
    </Panel>
  );
}
