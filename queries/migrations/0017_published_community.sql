-- Which communities may be seen without signing in?
-- in:  nothing
-- out: nothing
create table published_community (
    community text not null,
    published_at timestamp not null
)
