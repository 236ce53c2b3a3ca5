-- The codes on printed reports: whoever holds the paper can ask whether the version exists and still stands.
create table report_verification (
  code text primary key,
  report_id uuid not null,
  number int not null,
  created_at timestamptz not null,
  unique (report_id, number),
  foreign key (report_id, number) references report_version (report_id, number)
);
