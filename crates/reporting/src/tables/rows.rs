//! Records as rows of facts.

use super::Tables;

/// A record as a row of facts.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) edition: i32,
    pub(crate) cube: &'static str,
    pub(crate) dimensions: Vec<(&'static str, String)>,
    pub(crate) quantities: Vec<(&'static str, i64)>,
}

impl Tables {
    /// `count` agreements of a scope that come to so many minor units together.
    pub(crate) fn agreements(
        &mut self,
        edition: i32,
        scope: &str,
        currency: &str,
        count: i64,
        minor_units: i64,
    ) {
        let dimensions = vec![
            ("counted", "true".to_owned()),
            ("scope", scope.to_owned()),
            ("currency", currency.to_owned()),
            ("sector", "2.B".to_owned()),
        ];
        self.rows.push(Row {
            edition,
            cube: "agreements",
            dimensions,
            quantities: vec![("agreements", count), ("amount_minor_units", minor_units)],
        });
    }

    /// A delegation from a city, with its head or "none".
    pub(crate) fn delegation(&mut self, edition: i32, subdivision: &str, city: &str, head: &str) {
        let dimensions = vec![
            ("country", subdivision[..2].to_owned()),
            ("subdivision", subdivision.to_owned()),
            ("unlocode", city.to_owned()),
            ("head", head.to_owned()),
        ];
        self.rows.push(Row {
            edition,
            cube: "delegations",
            dimensions,
            quantities: vec![("delegations", 1)],
        });
    }

    /// Activities on a day, or "none".
    pub(crate) fn activities(&mut self, edition: i32, kind: &str, held_on: &str, count: i64) {
        self.rows.push(Row {
            edition,
            cube: "activities",
            dimensions: vec![("kind", kind.to_owned()), ("held_on", held_on.to_owned())],
            quantities: vec![("activities", count)],
        });
    }

    /// A stretch of floor, gross or net.
    pub(crate) fn area(&mut self, edition: i32, basis: &str, square_metres: i64) {
        self.rows.push(Row {
            edition,
            cube: "space",
            dimensions: vec![("area_basis", basis.to_owned())],
            quantities: vec![("area_square_metres", square_metres)],
        });
    }
}
