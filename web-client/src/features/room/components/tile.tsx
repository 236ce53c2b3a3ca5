import { AudioMutedOutlined, PushpinFilled, SignalFilled } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LineQuality } from '../media/plane';
import type { RoomCall } from '../state/room-call';
import { type Participant, published as publishedName } from '../state/room-state';
import { useStore } from '../use-store';
import { HandIcon } from './hand-icon';
import { Picture } from './picture';
import { useShown } from './use-shown';
import styles from './tile.module.css';

export interface TileOf {
  key: string;
  participant: Participant;
  source: 'camera' | 'screen';
}

interface TileProps {
  call: RoomCall;
  tile: TileOf;
  you: string;
  speaking: boolean;
  large: boolean;
  pinned: boolean;
  onPin: () => void;
}

/** One person's picture, or their screen: name, muted or not, hand, and how the line to them is. */
export function Tile({ call, tile, you, speaking, large, pinned, onPin }: TileProps) {
  const { t } = useTranslation('room');
  const { participant, source } = tile;
  const own = participant.id === you;
  const incoming = useStore(call.plane.streams).get(participant.id);
  const local = useStore(call.local.state).tracks[source];
  const line = useStore(call.plane.lines).get(participant.id);
  const published = publishedName(participant, source);
  const hidden = participant.muted.includes(source);
  const track = own ? local : published && !hidden ? incoming?.get(published) : undefined;
  const shown = useShown(call.tiles, participant.id, source);
  const name = source === 'screen' ? t('person.screenOf', { name: participant.name }) : own ? `${participant.name} (${t('person.you')})` : participant.name;
  const classes = [styles.tile, styles[source], own && source === 'camera' ? styles.mirrored : '', speaking ? styles.speaking : '', large ? styles.large : ''];
  return (
    <figure ref={shown} className={classes.join(' ')} data-testid="tile" data-participant={participant.id} data-source={source} data-video={track !== undefined} onDoubleClick={onPin}>
      {track ? <Picture track={track} label={name} /> : <span className={styles.avatar} aria-hidden="true">{participant.name.slice(-1)}</span>}
      {participant.state === 'away' ? <span className={styles.away}>{t('person.away')}</span> : null}
      <figcaption className={styles.caption}>
        {pinned ? <PushpinFilled aria-label={t('person.pin')} /> : null}
        {participant.muted.includes('microphone') ? <AudioMutedOutlined className={styles.muted} aria-label={t(participant.locked.includes('microphone') ? 'person.lockedMute' : 'person.muted')} /> : null}
        <span className={styles.name}>{name}</span>
        {participant.handRaised ? <HandIcon label={t('person.hand')} /> : null}
      </figcaption>
      {line && !own ? <Line line={line} /> : null}
    </figure>
  );
}

function Line({ line }: { line: LineQuality }) {
  const { t } = useTranslation('room');
  const word = line.state === 'connected' ? t(`quality.${line.level}`) : t(`quality.${line.state}`);
  const more = [
    line.rtt === undefined ? undefined : t('quality.rtt', { rtt: line.rtt }),
    line.loss > 0.005 ? t('quality.loss', { loss: Math.round(line.loss * 100) }) : undefined,
    line.path ? t(`path.${line.path.kind}.${line.path.protocol}`) : undefined,
  ].filter(Boolean);
  return (
    <Tooltip title={[word, ...more].join(' · ')}>
      <span className={styles.line} data-level={line.state === 'connected' ? line.level : 'poor'} role="img" aria-label={[word, ...more].join(' · ')}>
        <SignalFilled />
        {line.state === 'connected' && line.level === 'good' ? null : <span>{word}</span>}
      </span>
    </Tooltip>
  );
}
