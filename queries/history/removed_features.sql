-- Which features of a layer were removed and are not there again, the latest first?
-- in:  $community text, $layer text, $most integer
-- out: id text, removed_at timestamp in UTC, who text, account text, attributes text, wkb blob
with latest as (
    select object_id, max(number) as number
    from change
    where community = $community and layer = $layer
    group by object_id
)

select
    change.object_id::text as id,
    change.changed_at at time zone 'UTC' as removed_at,
    change.who,
    change.account,
    change.before_attributes::text as attributes,
    ST_AsWKB(change.before_geom) as wkb
from change
inner join latest on change.number = latest.number
where change.action = 'remove'
order by change.number desc
limit $most
