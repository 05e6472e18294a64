-- Run once by the image of PostgreSQL, when its volume is empty.
--
-- The books belong to a role that owns this database and nothing else. Each service
-- gets a schema of its own in it, from `tradefair migrate`.
\set password `cat /run/secrets/tradefair-password`
CREATE ROLE tradefair LOGIN PASSWORD :'password';
CREATE DATABASE tradefair OWNER tradefair;
REVOKE ALL ON DATABASE tradefair FROM PUBLIC;
