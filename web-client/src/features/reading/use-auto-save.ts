import { useEffect, useRef, useState } from 'react';
import { call } from '@/lib/api/call';
import { slugOf } from '@/lib/api/problem';
import type { ReportContent, ReportDraft } from '@/lib/api/schema';
import { AutoSave, type SaveState } from './auto-save';
import { contentOf } from './content';

/** The draft under the user's hands, saved as it is typed. */
export function useAutoSave(requestId: string, draft: ReportDraft) {
  const [content, setContent] = useState<ReportContent>(() => contentOf(draft));
  const [state, setState] = useState<SaveState>({ status: draft.savedAt ? 'saved' : 'clean', savedAt: draft.savedAt, error: undefined });
  const [saver] = useState(
    () =>
      new AutoSave<ReportContent>(
        {
          save: (next, version) => call('saveReportDraft', { path: { id: requestId }, body: next, version }),
          slug: slugOf,
          later: (run, ms) => {
            const timer = setTimeout(run, ms);
            return () => clearTimeout(timer);
          },
          onState: setState,
        },
        draft,
      ),
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (!['clean', 'saved'].includes(saver.state.status)) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      saver.leave();
    };
  }, [saver]);
  // Two edits may come before one render: each builds on the one before it, not on what was last drawn.
  const latest = useRef(content);
  const edit = (change: Partial<ReportContent>): void => {
    latest.current = { ...latest.current, ...change };
    setContent(latest.current);
    saver.edit(latest.current);
  };
  return { content, edit, state, flush: () => saver.flush() };
}
