import { CloudUploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '@/lib/api/keys';
import { collect, isWanted } from '../upload/collect';
import { UploadQueue } from '../upload/queue';
import { stow } from '../upload/stow';
import { UploadList } from './upload-list';
import styles from './drop-zone.module.css';

/** Takes DICOM files and folders and sends them by STOW-RS. */
export function DropZone() {
  const { t } = useTranslation('clinic');
  const queries = useQueryClient();
  const [queue] = useState(() => new UploadQueue(stow));
  const state = useSyncExternalStore(queue.subscribe, queue.get);
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { running } = state;
  useEffect(() => {
    if (!running) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void queries.invalidateQueries({ queryKey: keys.studies });
      void queries.invalidateQueries({ queryKey: keys.readingRequests });
    };
  }, [running, queries]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void collect(event.dataTransfer.items).then((found) => queue.add(found));
  };
  const chosen = (input: HTMLInputElement): void => {
    queue.add(Array.from(input.files ?? []).filter(isWanted));
    input.value = '';
  };
  return (
    <section>
      <div
        className={over ? `${styles.zone} ${styles.over}` : styles.zone}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <CloudUploadOutlined className={styles.icon} aria-hidden="true" />
        <div>
          <strong>{over ? t('drop.active') : t('drop.title')}</strong>
          <p>{t('drop.body')}</p>
        </div>
        <div className={styles.buttons}>
          <Button onClick={() => files.current?.click()}>{t('drop.choose')}</Button>
          <Button onClick={() => folder.current?.click()}>{t('drop.folder')}</Button>
        </div>
        <input ref={files} className="visually-hidden" type="file" multiple tabIndex={-1} aria-label={t('drop.choose')} onChange={(event) => chosen(event.currentTarget)} />
        <input ref={folder} className="visually-hidden" type="file" multiple webkitdirectory="" tabIndex={-1} aria-label={t('drop.folder')} onChange={(event) => chosen(event.currentTarget)} />
      </div>
      {state.entries.length > 0 ? <UploadList state={state} queue={queue} /> : null}
    </section>
  );
}
