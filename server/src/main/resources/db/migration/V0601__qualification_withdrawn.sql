-- A qualification that was entered by mistake, or that the quality-control body has taken back: the row stays, no report that
-- is signed afterwards gets a mark by it.
alter table qualification
  add column withdrawn_at timestamptz,
  add column withdrawn_by text,
  add column withdrawn_reason text;
