import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AskReason } from '@/components/ask-reason';
import { useProblemText } from '@/components/problem-text';
import type { ReadingRequest } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { useSession } from '@/lib/session/session';
import { type Action, actionsFor } from '../actions';
import { useStep } from '../api';
import type { useLease } from '../use-lease';
import { ReviewDialog } from './review-dialog';
import styles from './case-actions.module.css';

interface CaseActionsProps {
  request: ReadingRequest;
  lease: ReturnType<typeof useLease>;
  claimAtOnce: boolean;
  /** Checks and saves what has been written; false keeps the case open. */
  beforeFinish: () => Promise<boolean>;
  /** Saves what has been written before the claim is given up; false keeps it. */
  beforeLeaving: () => Promise<boolean>;
  /** Why the images are waste, where the writer says so. */
  wasteReason?: string | undefined;
  save: ReactNode;
  onDone: (kind: 'write' | 'review') => void;
}

type Asking = 'return' | 'takeOver' | 'amend' | 'withdrawAmendment' | 'void';
const behindMenu: Action[] = ['preliminary', 'return', 'release', 'takeOver', 'amend', 'withdrawAmendment', 'void'];

/** Footer of the case: save state, the main step, the rest behind a menu. */
export function CaseActions({ request, lease, claimAtOnce, beforeFinish, beforeLeaving, wasteReason, save, onDone }: CaseActionsProps) {
  const { t } = useTranslation('reading');
  const { message, modal } = App.useApp();
  const problem = useProblemText();
  const { may } = useSession();
  const step = useStep(request);
  const [asking, setAsking] = useState<Asking>();
  const [reviewing, setReviewing] = useState<'approve' | 'sendBack'>();
  const [busy, setBusy] = useState(false);
  const { hold } = lease;
  const actions = actionsFor(request, hold, may);
  const fail = (error: unknown): void => void message.error(problem(error), 6);
  const claim = (): void => step.mutate({ act: 'claim' }, { onError: fail });

  const finish = async (): Promise<void> => {
    setBusy(true);
    try {
      if (!(await beforeFinish())) return;
      lease.letGo();
      await step.mutateAsync({ act: 'finish' });
      void message.success(t('done.written'));
      onDone('write');
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const release = async (): Promise<void> => {
    if (!(await beforeLeaving())) return;
    lease.letGo();
    step.mutate({ act: 'release' }, { onError: fail });
  };
  const sendBack = async (act: 'return', reason: string): Promise<void> => {
    if (hold.kind === 'mine' && !(await beforeLeaving())) return;
    lease.letGo();
    step.mutate({ act, reason }, { onSuccess: () => setAsking(undefined), onError: fail });
  };
  const preliminary = (): void =>
    void modal.confirm({
      title: t('preliminaryTitle'),
      content: t('preliminaryHint'),
      onOk: async () => {
        try {
          if (await beforeFinish()) await step.mutateAsync({ act: 'preliminary' });
        } catch (error) {
          fail(error);
        }
      },
    });
  const run: Record<Action, () => void> = {
    claimWrite: claim,
    claimReview: claim,
    finish: () => void finish(),
    approve: () => setReviewing('approve'),
    sendBack: () => setReviewing('sendBack'),
    preliminary,
    return: () => setAsking('return'),
    takeOver: () => setAsking('takeOver'),
    amend: () => setAsking('amend'),
    withdrawAmendment: () => setAsking('withdrawAmendment'),
    void: () => setAsking('void'),
    release: () => void release(),
  };

  const claimedOnce = useRef(false);
  const claimNow = useEffectEvent(() => {
    if (actions.includes('claimWrite') || actions.includes('claimReview')) claim();
  });
  useEffect(() => {
    if (!claimAtOnce || claimedOnce.current) return;
    claimedOnce.current = true;
    claimNow();
  }, [claimAtOnce]);
  const main = actions[0];
  useShortcuts({
    'mod+Enter': () => main && ['finish', 'approve'].includes(main) && run[main](),
    c: () => main && ['claimWrite', 'claimReview'].includes(main) && run[main](),
  });

  const buttons = actions.filter((action) => !behindMenu.includes(action));
  const rest = actions.filter((action) => behindMenu.includes(action));
  const hint = (): string | undefined => {
    if (asking === 'return') return t('returnHint');
    if (asking === 'takeOver') return t('takeOverHint', { holder: hold.kind === 'other' ? hold.holder.name : '' });
    if (asking === 'amend') return t('amendHint');
    if (asking === 'withdrawAmendment') return t('withdrawAmendmentHint');
    return asking === 'void' ? t('voidHint') : undefined;
  };
  return (
    <footer className={styles.footer}>
      <div className={styles.state}>
        {save}
        {hold.kind === 'mine' ? (
          <span className={styles.soft}>{t(hold.for === 'write' ? 'lease.mineWrite' : 'lease.mineReview', { until: minute(hold.until).slice(-5) })}</span>
        ) : null}
      </div>
      <div className={styles.buttons}>
        {rest.length > 0 ? (
          <Dropdown trigger={['click']} menu={{ items: rest.map((key) => ({ key, label: t(`act.${key}`), danger: key === 'void', onClick: run[key] })) }}>
            <Button icon={<MoreOutlined />} aria-label={rest.map((key) => t(`act.${key}`)).join(', ')} />
          </Dropdown>
        ) : null}
        {request.study.matched === false && may('study.match') ? <Link to={`/studies/${request.study.id}`}>{t('act.match')}</Link> : null}
        {buttons.reverse().map((key) => (
          <Button
            key={key}
            type={key === main ? 'primary' : 'default'}
            loading={key === main && (busy || step.isPending)}
            title={key === 'finish' || key === 'approve' ? t('next') : undefined}
            onClick={run[key]}
          >
            {t(`act.${key}`)}
          </Button>
        ))}
      </div>
      {asking ? (
        <AskReason
          open
          title={t(`act.${asking}`)}
          hint={<p>{hint()}</p>}
          okText={t(`act.${asking}`)}
          danger={asking === 'void'}
          initial={asking === 'return' && wasteReason ? t('wasteReason', { reason: wasteReason }) : undefined}
          busy={step.isPending}
          onCancel={() => setAsking(undefined)}
          onOk={(reason) => {
            if (asking === 'return') void sendBack(asking, reason);
            else step.mutate({ act: asking, reason }, { onSuccess: () => setAsking(undefined), onError: fail });
          }}
        />
      ) : null}
      <ReviewDialog
        request={request}
        decision={reviewing}
        busy={step.isPending}
        onCancel={() => setReviewing(undefined)}
        onReview={(review) =>
          step.mutate(
            { act: 'review', review },
            {
              onError: fail,
              onSuccess: () => {
                setReviewing(undefined);
                void message.success(t(review.decision === 'approve' ? 'done.final' : 'done.sentBack'));
                onDone('review');
              },
            },
          )
        }
      />
    </footer>
  );
}
