-- What a session has looked at already: one look is one opening of a case per session.
create table audit_look (
  session_id uuid not null,
  action text not null,
  object_id text not null,
  primary key (session_id, action, object_id)
);
create index audit_event_object on audit_event (object_kind, object_id, at desc) where object_id is not null;
