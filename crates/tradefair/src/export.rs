//! Writes the books of a fair as tables that [`crate::import`] takes.
//!
//! All tables are read at one cut, page by page, so an export shows the books as
//! they were at a moment, whatever is written meanwhile. Live records are written;
//! void and archived ones are not, nor what a service writes into a record by
//! itself. Imported into the same books an export changes nothing.
//!
//! Left out are the figure definitions: they are installed by `catalogue.csv`, whose
//! settings are no record of the books.

mod cells;
mod out;
mod pages;

pub use out::Form;

use std::path::Path;

use proto::statistics::v1::{AsOf, Cut, as_of};

use crate::{
    Failure,
    import::{Links, Parent, TABLES, TableKind, methods::Shape, written_columns},
};
use cells::Cells;
use out::Out;
use pages::Pages;

/// What is exported.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The name of the fair.
    pub fair: String,
    /// The one edition whose records are wanted; all if there is none.
    pub edition: Option<String>,
    /// The moment; the newest if there is none.
    pub as_of: Option<AsOf>,
}

/// What was exported.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The positions at which it was read.
    pub cut: Cut,
    /// How many rows each table has, without those that have none.
    pub tables: Vec<(&'static str, u64)>,
}

/// Writes the tables into a folder. `passed` is told of every row.
///
/// # Errors
/// When a service cannot be read, or a table exists already.
pub async fn write(
    links: &Links,
    wanted: &Wanted,
    folder: &Path,
    form: Form,
    passed: &mut dyn FnMut(),
) -> Result<Exported, Failure> {
    let cut = pages::cut(links, &wanted.fair, wanted.as_of.as_ref()).await?;
    let as_of = AsOf {
        moment: Some(as_of::Moment::Cut(cut.clone())),
    };
    let mut out = Out::into(folder, form)?;
    let mut exported = Exported {
        cut,
        tables: Vec::new(),
    };
    let mut editions = Vec::new();
    for kind in TABLES {
        let shape = Shape::of(kind)?;
        let columns = written_columns(kind, &shape.record);
        let cells = Cells::of(kind, &shape.record, &wanted.fair, &columns)?;
        let parents = parents(kind, wanted, &editions);
        let mut rows = 0;
        for parent in parents {
            let mut pages = Pages::of(links, kind, &shape, &parent, &as_of)?;
            while let Some(records) = pages.next().await? {
                for record in &records {
                    if rows == 0 {
                        out.begin(kind.resource, &columns)?;
                    }
                    if kind.resource == "editions" {
                        editions.push(cells::name(record));
                    }
                    out.row(&cells.row(record)?)?;
                    rows += 1;
                    passed();
                }
            }
        }
        if rows > 0 {
            out.end()?;
            exported.tables.push((kind.resource, rows));
        }
    }
    out.finish()?;
    Ok(exported)
}

/// What the records of a table lie in.
fn parents(kind: &TableKind, wanted: &Wanted, editions: &[String]) -> Vec<String> {
    match kind.parent {
        Parent::Call(_) => Vec::new(),
        // The fair itself is read by its name.
        Parent::None | Parent::Fair => vec![wanted.fair.clone()],
        Parent::Edition => {
            let is_wanted =
                |edition: &&String| wanted.edition.as_ref().is_none_or(|one| one == *edition);
            editions.iter().filter(is_wanted).cloned().collect()
        }
    }
}
