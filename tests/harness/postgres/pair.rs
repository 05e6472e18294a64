//! Two servers: a primary, and a standby that has every commit before it is acknowledged.

use super::{Server, address_of};
use crate::patience::wait_until;

/// What each server of the pair is called where it announces itself as a standby. Names
/// of their own: `*` would also take a `pg_basebackup` that runs for a standby.
const NAMES: [&str; 2] = ["one", "two"];

/// A primary and its synchronous standby.
pub struct Pair {
    servers: [Server; 2],
    /// Which of the two is the primary.
    primary: usize,
}

impl Pair {
    /// Makes an empty primary and its standby.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start() -> Self {
        let mut pair = Self {
            servers: [Server::down(), Server::down()],
            primary: 0,
        };
        pair.servers[0].place.fill();
        pair.configure(0);
        pair.servers[0].bring_up();
        pair.make_standby();
        pair
    }

    /// The server that takes writes.
    #[must_use]
    pub fn primary(&self) -> &Server {
        &self.servers[self.primary]
    }

    /// The server that follows, or the place of the one that did.
    #[must_use]
    pub fn standby(&self) -> &Server {
        &self.servers[1 - self.primary]
    }

    /// Makes an empty database and gives the address of it on both servers.
    ///
    /// # Panics
    /// When the primary refuses.
    #[must_use]
    pub fn new_database(&self) -> String {
        let name = super::new_name();
        let make = format!("CREATE DATABASE {name}");
        self.primary().sql("postgres", &make);
        let folders = self.servers.each_ref().map(Server::folder);
        address_of(&folders, &name)
    }

    /// Kills the primary: every process of it, without a warning.
    pub fn kill_primary(&mut self) {
        self.servers[self.primary].kill();
    }

    /// Kills the standby, which can be started again.
    pub fn kill_standby(&mut self) {
        self.servers[1 - self.primary].kill();
    }

    /// Starts the standby again after it was killed; it follows whom it followed.
    pub fn start_standby_again(&mut self) {
        self.servers[1 - self.primary].start_again();
    }

    /// Makes the standby the primary, in place of one that was killed.
    ///
    /// # Panics
    /// When it cannot be promoted.
    pub fn promote(&mut self) {
        self.primary = 1 - self.primary;
        let primary = self.primary();
        let mut promote = primary.program("pg_ctl");
        promote.args(["promote", "--wait", "--silent", "--pgdata"]);
        let promoted = promote.arg(primary.place.data()).output();
        super::succeeded("pg_ctl promote", &promoted);
    }

    /// Makes a synchronous standby out of a copy of the primary, where the other server
    /// was, and waits until commits wait for it.
    pub fn make_standby(&mut self) {
        let standby = 1 - self.primary;
        self.servers[standby].clear_away();
        self.standby().place.fill_from(&self.primary().place);
        self.configure(standby);
        self.standby().place.mark_as_standby();
        self.servers[standby].bring_up();
        self.wait_for_standby();
    }

    /// Waits until the standby follows and commits wait for it.
    ///
    /// # Panics
    /// When it takes too long.
    pub fn wait_for_standby(&self) {
        const FOLLOWS: &str = "SELECT count(*) FROM pg_stat_replication \
             WHERE state = 'streaming' AND sync_state = 'sync'";
        wait_until("the standby follows", || {
            self.primary().sql("postgres", FOLLOWS) == "1"
        });
    }

    /// The processes that wait at their commit until the standby has it.
    ///
    /// # Panics
    /// When the primary does not answer.
    #[must_use]
    pub fn waiting_for_standby(&self) -> Vec<String> {
        const WAITING: &str = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        let found = self.primary().sql("postgres", WAITING);
        found.lines().map(str::to_owned).collect()
    }

    /// Tells a server whom it waits for as a primary, and whom it follows as a standby. One
    /// that waits to ask a dead primary again is not promoted before it has waited.
    fn configure(&self, which: usize) {
        let [first, second] = NAMES;
        let (own, other) = (NAMES[which], self.servers[1 - which].folder().display());
        self.servers[which].place.configure(&format!(
            "cluster_name = '{own}'\n\
             synchronous_standby_names = 'FIRST 1 ({first}, {second})'\n\
             primary_conninfo = 'host={other} user=tests'\n\
             wal_retrieve_retry_interval = '100ms'\n"
        ));
    }
}
