-- Rooms: who may enter, what the patient agreed to, who was there, what was said and drawn.
create table room (
  id uuid primary key,
  version bigint not null default 1,
  kind text not null check (kind in ('consultation', 'round', 'discussion', 'demonstration', 'lecture')),
  state text not null check (state in ('open', 'closed')),
  plane text not null check (plane in ('auto', 'mesh', 'kurento')),
  locked boolean not null default false,
  organization_id uuid not null references organization (id),
  opened_by uuid not null references app_user (id),
  opened_by_name text not null,
  opened_at timestamptz not null,
  -- What it is about: a patient, or the study of a reading request and its patient.
  patient_id uuid references patient (id),
  subject_organization_id uuid references organization (id),
  reading_request_id uuid,
  study_id uuid,
  study_instance_uid text,
  closed_at timestamptz,
  closed_by text,
  close_reason text,
  -- The board as it was last seen.
  board jsonb,
  board_saved_at timestamptz,
  check ((state = 'closed') = (closed_at is not null)),
  check ((patient_id is null and study_id is null) = (subject_organization_id is null))
);
create index room_opened_by on room (opened_by, opened_at desc, id desc);
create index room_organization on room (organization_id, opened_at desc, id desc);
create index room_open on room (opened_at) where state = 'open';
create index room_study on room (study_id) where study_id is not null;

-- Who is expected, and as what; a barred person has been removed and does not come in by any other invitation.
create table room_invitation (
  id uuid primary key,
  room_id uuid not null references room (id),
  subject_kind text not null check (subject_kind in ('person', 'department', 'organization')),
  subject_id uuid not null,
  subject_name text not null,
  organization_id uuid not null references organization (id),
  role text not null check (role in ('host', 'invitingDoctor', 'expert', 'observer', 'interpreter', 'viewer')),
  barred boolean not null default false,
  invited_by uuid not null references app_user (id),
  invited_at timestamptz not null,
  unique (room_id, subject_id)
);
create index room_invitation_subject on room_invitation (subject_id, room_id);

-- The access that an invitation from outside brought, ended when the room closes.
create table room_grant (
  room_id uuid not null references room (id),
  subject_id uuid not null,
  grant_id uuid not null references access_grant (id),
  primary key (room_id, subject_id)
);

-- Consent is recorded once more, never changed.
create table room_consent (
  id uuid primary key,
  room_id uuid not null references room (id),
  kind text not null check (kind in ('consent', 'emergency')),
  -- Which text was agreed to: its name and edition.
  text_name text,
  given_by text check (given_by in ('patient', 'guardian', 'relative')),
  given_by_name text,
  given_at timestamptz,
  reason text,
  recorded_by uuid not null references app_user (id),
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  check (case kind when 'consent' then text_name is not null and given_by is not null and given_by_name is not null
      and given_at is not null else reason is not null end)
);
create index room_consent_room on room_consent (room_id, recorded_at);
create function room_consent_stays() returns trigger language plpgsql as $$
begin
  raise exception 'room_consent is never changed';
end $$;
create trigger room_consent_stays before update or delete on room_consent
  for each row execute function room_consent_stays();

-- Servers that hold rooms; the heartbeat says until when those who were in a crashed one were surely there.
create table signaling_node (
  name text primary key,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null
);

-- One row per stay, written as it happens.
create table room_attendance (
  id uuid primary key,
  room_id uuid not null references room (id),
  user_id uuid not null references app_user (id),
  user_name text not null,
  organization_id uuid not null references organization (id),
  role text not null,
  node text not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  left_reason text,
  check ((left_at is null) = (left_reason is null)),
  check (left_at >= joined_at)
);
create index room_attendance_room on room_attendance (room_id, joined_at);
create index room_attendance_open on room_attendance (node) where left_at is null;
create index room_attendance_user on room_attendance (user_id, joined_at);

create table chat_message (
  id uuid primary key,
  room_id uuid not null references room (id),
  user_id uuid not null references app_user (id),
  user_name text not null,
  at timestamptz not null,
  text text not null check (length(text) <= 2000)
);
create index chat_message_room on chat_message (room_id, at, id);

-- Marks on images and traces, kept with the case; removed ones stay.
create table board_mark (
  id uuid primary key,
  room_id uuid not null references room (id),
  study_instance_uid text,
  mark jsonb not null,
  user_id uuid not null references app_user (id),
  user_name text not null,
  at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid references app_user (id)
);
create index board_mark_room on board_mark (room_id, at, id);
create index board_mark_study on board_mark (study_instance_uid) where study_instance_uid is not null;
