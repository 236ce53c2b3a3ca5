-- Recordings of rooms: who asked, who agreed, which files, what became of them.
create table recording (
  id uuid primary key,
  room_id uuid not null references room (id),
  asked_by uuid not null references app_user (id),
  asked_by_name text not null,
  asked_at timestamptz not null,
  began_at timestamptz,
  stopped_at timestamptz,
  stop_reason text,
  -- What became of the files: waiting until they are put together; ready; parts, where that is impossible; empty; deleted.
  state text not null check (state in ('asking', 'running', 'waiting', 'ready', 'parts', 'empty', 'deleted')),
  attempts int not null default 0,
  detail text,
  bytes bigint,
  check ((stopped_at is null) = (stop_reason is null)),
  check ((state in ('asking', 'running')) = (stopped_at is null))
);
create index recording_room on recording (room_id, asked_at);
create index recording_open on recording (state) where state in ('asking', 'running', 'waiting');

-- What each person said to it, in the order they did; the last counts.
create table recording_consent (
  recording_id uuid not null references recording (id),
  user_id uuid not null references app_user (id),
  user_name text not null,
  agreed boolean not null,
  at timestamptz not null
);
create index recording_consent_recording on recording_consent (recording_id, at);

create table recording_part (
  id uuid primary key,
  recording_id uuid not null references recording (id),
  user_id uuid not null references app_user (id),
  user_name text not null,
  bundle text not null check (bundle in ('camera', 'screen')),
  made_at timestamptz not null,
  began_at timestamptz,
  ended_at timestamptz,
  -- Whether the media server completed the file.
  whole boolean not null default false
);
create index recording_part_recording on recording_part (recording_id, made_at);
