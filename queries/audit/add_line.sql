-- Append a line to the audit log.
-- in:  $number bigint, $done_at timestamp, $who text, $action text, $details text, $previous text,
--      $hash text
-- out: nothing
insert into audit_line (number, done_at, who, action, details, previous, hash)
values ($number, $done_at, $who, $action, $details, $previous, $hash)
