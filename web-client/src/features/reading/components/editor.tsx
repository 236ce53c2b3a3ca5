import { useState } from 'react';
import type { ReadingRequest, ReportContent, ReportDraft } from '@/lib/api/schema';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { useSession } from '@/lib/session/session';
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
  onDone: (kind: 'write' | 'review') => void;
}

/** The draft with its autosave; locked words stay readable and can be copied. */
export function Editor({ request, draft, editable, lease, claimAtOnce, onDone }: EditorProps) {
  const { me } = useSession();
  const { state, saver } = useAutoSave(request.id, me.id, draft, editable);
  const { content } = state;
  // two edits may come before one render: each builds on the one before it, not on what was last drawn
  const edit = (change: Partial<ReportContent>): void => saver.edit({ ...saver.get().content, ...change });
  const [missing, setMissing] = useState<Gap[]>([]);
  const locked = !editable || state.status === 'lost' || state.status === 'stale';
  const focus = (id: string): void => document.getElementById(`report-${id}`)?.focus();
  useShortcuts(
    {
      Enter: () => focus('findings'),
      'alt+n': () => edit({ positive: false }),
      'alt+p': () => edit({ positive: true }),
      'alt+j': () => edit({ imageQuality: 'A' }),
      'alt+y': () => edit({ imageQuality: 'B' }),
      'alt+b': () => edit({ imageQuality: 'C' }),
      'alt+w': () => edit({ imageQuality: 'rejected' }),
      'alt+i': () => focus('itemCode'),
    },
    !locked,
  );
  const beforeFinish = async (): Promise<boolean> => {
    const open = gaps(content, needsItem(request));
    setMissing(open);
    if (open.length > 0) {
      focus(open[0] ?? '');
      return false;
    }
    return saver.flush();
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
        beforeLeaving={() => saver.flush()}
        wasteReason={content.imageQuality === 'rejected' ? content.qualityReason?.trim() : undefined}
        save={<SaveLine state={state} hold={lease.hold} keepMine={() => saver.keepMine()} takeTheirs={() => saver.takeTheirs()} />}
        onDone={onDone}
      />
    </>
  );
}
