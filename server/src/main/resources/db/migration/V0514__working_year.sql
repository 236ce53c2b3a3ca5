-- A year's holidays and moved workdays as the administrator has confirmed them; for other years the file counts.
create table working_year (
  year int primary key check (year between 2000 and 2200),
  version bigint not null,
  holidays date[] not null,
  workdays date[] not null,
  confirmed_by uuid not null references app_user (id),
  confirmed_by_name text not null,
  confirmed_at timestamptz not null
);
