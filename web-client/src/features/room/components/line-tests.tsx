import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { iceServers } from '../api';
import { startEcho } from '../media/echo-test';
import { testPaths } from '../media/path-test';
import styles from './door.module.css';

/** Hear oneself; name the ways that media may take. */
export function LineTests({ track }: { track: MediaStreamTrack | undefined }) {
  const { t } = useTranslation('room');
  const [echoing, setEchoing] = useState(false);
  const stop = useRef<() => void>(undefined);
  const paths = useMutation({ mutationFn: async () => testPaths(await iceServers()) });
  useEffect(() => () => stop.current?.(), []);
  const echo = async (): Promise<void> => {
    if (echoing) {
      stop.current?.();
      stop.current = undefined;
    } else if (track) {
      stop.current = await startEcho(track);
    }
    setEchoing(!echoing);
  };
  const found = paths.data;
  return (
    <div className={styles.tests}>
      <div className={styles.result}>
        <Button size="small" disabled={!track} onClick={() => void echo()}>{t(echoing ? 'before.echoStop' : 'before.echo')}</Button>
        <Button size="small" loading={paths.isPending} onClick={() => paths.mutate()}>{t(paths.isPending ? 'before.pathsRunning' : 'before.paths')}</Button>
      </div>
      {echoing ? <p role="status">{t('before.echoRunning')}</p> : null}
      {found ? (
        <div role="status" data-testid="paths">
          <Result kind={found.direct ? 'good' : 'bad'}>{t(found.direct ? 'before.direct' : 'before.directFailed')}</Result>
          {found.relay ? (
            <Result kind="good">{t('before.relay', { path: t(`path.${found.relay.kind}.${found.relay.protocol}`), rtt: found.rtt ?? 0 })}</Result>
          ) : (
            <Result kind={found.relayConfigured ? 'bad' : 'doubt'}>{t(found.relayConfigured ? 'before.relayFailed' : 'before.relayNone')}</Result>
          )}
        </div>
      ) : null}
    </div>
  );
}

const icons = { good: <CheckCircleFilled />, bad: <CloseCircleFilled />, doubt: <ExclamationCircleFilled /> };

function Result({ kind, children }: { kind: 'good' | 'bad' | 'doubt'; children: ReactNode }) {
  return (
    <p className={styles.result}>
      <span className={styles[kind]} aria-hidden="true">{icons[kind]}</span>
      <span>{children}</span>
    </p>
  );
}
