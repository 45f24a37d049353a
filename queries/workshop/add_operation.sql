-- Add an applied operation.
-- in:  $community text, $code text, $opid text, $mark text, $act text, $number integer,
--      $revision bigint, $taken_at timestamp, $twin_of text
-- out: nothing
insert into mark_operation (
    community, code, opid, mark, act, number, revision, taken_at, twin_of
)
values (
    $community, $code, $opid::uuid, $mark::uuid, $act, $number, $revision, $taken_at,
    $twin_of::uuid
)
