import { useState } from 'react';
import type { ReadingRequest, ReportDraft } from '@/lib/api/schema';
import { type Gap, gaps, needsItem } from '../content';
import { useAutoSave } from '../use-auto-save';
import type { useLease } from '../use-lease';
import { CaseActions } from './case-actions';
import { DraftForm } from './draft-form';
import { SaveLine } from './save-line';
import styles from './editor.module.css';

interface EditorProps {
  request: ReadingRequest;
  draft: ReportDraft;
  editable: boolean;
  lease: ReturnType<typeof useLease>;
  claimAtOnce: boolean;
  reload: () => void;
  onDone: (kind: 'write' | 'review') => void;
}

/** The draft with its autosave; locked words stay readable and can be copied. */
export function Editor({ request, draft, editable, lease, claimAtOnce, reload, onDone }: EditorProps) {
  const { content, edit, state, flush } = useAutoSave(request.id, draft);
  const [missing, setMissing] = useState<Gap[]>([]);
  const locked = !editable || state.status === 'lost' || state.status === 'stale';
  const beforeFinish = async (): Promise<boolean> => {
    const open = gaps(content, needsItem(request));
    setMissing(open);
    if (open.length > 0) {
      document.getElementById(`report-${open[0] ?? ''}`)?.focus();
      return false;
    }
    return flush();
  };
  return (
    <>
      <div className={styles.body}>
        <DraftForm request={request} content={content} locked={locked} missing={missing} onEdit={edit} />
      </div>
      <CaseActions
        request={request}
        lease={lease}
        claimAtOnce={claimAtOnce}
        beforeFinish={beforeFinish}
        save={<SaveLine state={state} content={content} hold={lease.hold} reload={reload} />}
        onDone={onDone}
      />
    </>
  );
}
