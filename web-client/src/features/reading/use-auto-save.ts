import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { call } from '@/lib/api/call';
import { keys } from '@/lib/api/keys';
import { slugOf } from '@/lib/api/problem';
import type { ReportContent, ReportDraft } from '@/lib/api/schema';
import { AutoSave, type Stored } from './auto-save';
import { contentOf, sameContent } from './content';
import { OpenDrafts } from './open-drafts';

const drafts = new OpenDrafts<AutoSave<ReportContent>>();

function storedOf(draft: ReportDraft): Stored<ReportContent> {
  return { content: contentOf(draft), version: draft.version, savedAt: draft.savedAt };
}

function saverOf(requestId: string, draft: ReportDraft): AutoSave<ReportContent> {
  return new AutoSave<ReportContent>(
    {
      save: async (next, version) => storedOf(await call('saveReportDraft', { path: { id: requestId }, body: next, version })),
      load: async () => storedOf(await call('getReportDraft', { path: { id: requestId } })),
      same: sameContent,
      slug: slugOf,
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    storedOf(draft),
  );
}

/** The draft under the user's hands, saved as it is typed. `draft` is what the server was last seen to hold. */
export function useAutoSave(requestId: string, me: string, draft: ReportDraft, editable: boolean) {
  const queries = useQueryClient();
  const key = `${me} ${requestId}`;
  const [saver] = useState(() => drafts.of(key, () => saverOf(requestId, draft)));
  const state = useSyncExternalStore(saver.subscribe, saver.get);
  useEffect(() => drafts.enter(key, saver), [key, saver]);
  useEffect(() => saver.offer(storedOf(draft)), [saver, draft]);
  useEffect(() => {
    if (editable) saver.regained();
  }, [saver, editable]);
  const lost = state.status === 'lost';
  useEffect(() => {
    if (lost) void queries.invalidateQueries({ queryKey: keys.readingRequest(requestId) });
  }, [queries, requestId, lost]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (!saver.settled) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [saver]);
  return { state, saver };
}
