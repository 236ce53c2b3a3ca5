-- Words that readers begin with: an organization's (owner null), or one person's own. Those of the catalog are in a file.
create table report_template (
  id uuid primary key,
  version bigint not null,
  organization_id uuid not null references organization (id),
  owner_id uuid references app_user (id),
  title text not null,
  code text,
  modality text,
  body_part text,
  sex text check (sex in ('male', 'female')),
  findings text not null,
  conclusion text not null,
  positive boolean,
  changed_by uuid not null references app_user (id),
  changed_at timestamptz not null
);
create index report_template_organization on report_template (organization_id, owner_id);
