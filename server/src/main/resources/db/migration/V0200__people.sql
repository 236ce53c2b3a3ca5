-- The consortium's tree: center, county, township, village.
create table organization (
  id uuid primary key,
  code text not null unique,
  name text not null,
  name_en text,
  kind text not null check (kind in ('center', 'county', 'township', 'village')),
  parent_id uuid references organization (id),
  phone text,
  version bigint not null default 1,
  created_at timestamptz not null,
  check (parent_id <> id)
);
create index organization_parent on organization (parent_id);

create table department (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  code text not null,
  name text not null,
  name_en text,
  phone text,
  version bigint not null default 1,
  created_at timestamptz not null,
  unique (organization_id, code)
);

create table app_user (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  department_id uuid references department (id),
  username text not null,
  display_name text not null,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  -- Argon2id in its own notation, which names its costs.
  password_hash text not null,
  -- A generated password that its owner has not replaced yet.
  password_generated boolean not null default true,
  active boolean not null default true,
  last_sign_in_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null
);
create unique index app_user_username on app_user (lower(username));
create index app_user_organization on app_user (organization_id, lower(username));

create table user_role (
  user_id uuid not null references app_user (id),
  role text not null,
  primary key (user_id, role)
);

-- A session is a signed-in browser or API client; its token is kept as a keyed hash only (decision 12).
create table session (
  id uuid primary key,
  user_id uuid not null references app_user (id),
  token_hash bytea not null unique,
  client text not null check (client in ('web', 'api')),
  address text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create index session_of_user on session (user_id) where ended_at is null;

create table session_ticket (
  ticket_hash bytea primary key,
  session_id uuid not null references session (id),
  expires_at timestamptz not null
);

-- Failed sign-ins per account and address; the account is a keyed hash, since people type passwords into the wrong field.
create table sign_in_throttle (
  account_hash bytea not null,
  address text not null,
  failures int not null,
  last_failure_at timestamptz not null,
  blocked_until timestamptz not null,
  primary key (account_hash, address)
);
create index sign_in_throttle_last on sign_in_throttle (last_failure_at);
