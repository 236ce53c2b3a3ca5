-- A rule may say who writes and reviews without filing anything by itself.
alter table reading_rule add column on_arrival boolean not null default true;
