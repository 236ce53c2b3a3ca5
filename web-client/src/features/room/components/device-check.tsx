import { AudioMutedOutlined, AudioOutlined, VideoCameraOutlined } from '@ant-design/icons';
import { Alert, Button, Select } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceKind } from '../media/devices';
import { LevelMeter } from '../media/level-meter';
import type { RoomCall } from '../state/room-call';
import { useStore } from '../use-store';
import { LineTests } from './line-tests';
import { Picture } from './picture';
import styles from './door.module.css';

/** Preview, devices, level and tests: what one wants to know before others see and hear one. */
export function DeviceCheck({ call }: { call: RoomCall }) {
  const { t } = useTranslation('room');
  const { tracks, problems } = useStore(call.local.state);
  const intent = useStore(call.intent);
  return (
    <section className={styles.check} aria-label={t('before.title')}>
      <div>
        <div className={styles.preview}>
          {tracks.camera ? <Picture track={tracks.camera} /> : <span>{t('before.cameraOff')}</span>}
          <div className={styles.switches}>
            <Button
              shape="circle"
              size="large"
              danger={!intent.microphone}
              type={intent.microphone ? 'default' : 'primary'}
              icon={intent.microphone ? <AudioOutlined /> : <AudioMutedOutlined />}
              aria-label={t(intent.microphone ? 'tool.microphoneOn' : 'tool.microphoneOff')}
              onClick={() => void call.setMicrophone(!intent.microphone)}
            />
            <Button
              shape="circle"
              size="large"
              danger={!intent.camera}
              type={intent.camera ? 'default' : 'primary'}
              icon={<VideoCameraOutlined />}
              aria-label={t(intent.camera ? 'tool.cameraOn' : 'tool.cameraOff')}
              onClick={() => void call.setCamera(!intent.camera)}
            />
          </div>
        </div>
      </div>
      <div className={styles.fields}>
        {problems.microphone ? <Alert type="warning" showIcon title={t(`problem.microphone.${problems.microphone}`)} /> : null}
        {problems.camera ? <Alert type="warning" showIcon title={t(`problem.camera.${problems.camera}`)} /> : null}
        <DeviceChoice call={call} kind="microphone" />
        <Meter track={tracks.microphone} />
        <DeviceChoice call={call} kind="camera" />
        <DeviceChoice call={call} kind="speaker" />
        <LineTests track={tracks.microphone} />
      </div>
    </section>
  );
}

export function DeviceChoice({ call, kind }: { call: RoomCall; kind: DeviceKind }) {
  const { t } = useTranslation('room');
  const devices = useStore(call.local.devices.list)[kind];
  const chosen = useStore(call.local.state).chosen[kind];
  // Safari and Firefox choose the loudspeaker themselves
  if (kind === 'speaker' && (devices.length === 0 || !('setSinkId' in HTMLMediaElement.prototype))) return null;
  const value = devices.find(({ id }) => id === chosen)?.id ?? devices[0]?.id;
  return (
    <div className={styles.field}>
      <label htmlFor={`device-${kind}`}>{t(`before.${kind}`)}</label>
      <Select
        id={`device-${kind}`}
        value={value ?? null}
        placeholder={t('before.systemDefault')}
        disabled={devices.length === 0}
        options={devices.map(({ id, name }) => ({ value: id, label: name || t('before.systemDefault') }))}
        onChange={(id: string) => void call.local.choose(kind, id)}
      />
    </div>
  );
}

function Meter({ track }: { track: MediaStreamTrack | undefined }) {
  const { t } = useTranslation('room');
  const bar = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    if (!track) return;
    const meter = new LevelMeter(track);
    const timer = setInterval(() => {
      if (bar.current) bar.current.value = Math.min(1, meter.level() * 4);
    }, 80);
    return () => {
      clearInterval(timer);
      meter.close();
    };
  }, [track]);
  return <meter ref={bar} className={styles.meter} min={0} max={1} value={0} aria-label={t('before.level')} />;
}
