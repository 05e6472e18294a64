//! Writes the books of a fair as tables that [`crate::import`] takes.
//!
//! All tables are read at one cut, page by page, so an export shows the books as
//! they were at a moment, whatever is written meanwhile. Live records are written, and
//! archived ones, as others may name them; void ones are not, nor what a service writes
//! into a record by itself. Imported into the same books an export changes nothing;
//! into others, what is archived here is live there.
//!
//! There is no `catalogue.csv`: the figure definitions that it installed are written
//! themselves, with those of the statisticians.

mod cells;
mod out;

pub use out::Form;

use std::path::Path;

use proto::statistics::v1::{AsOf, Cut, as_of};

use crate::{
    Failure,
    import::{
        Links, Parent, TABLES, TableKind,
        methods::Shape,
        naming::{in_order, name_of},
        pages::{self, Pages},
        written_columns,
    },
};
use cells::Cells;
use out::Out;

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
/// When a service cannot be read, there is no such edition, or a table exists
/// already. The last two are seen before anything is written.
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
    let editions = editions(links, wanted, &as_of).await?;
    let mut out = Out::into(folder, form)?;
    let mut exported = Exported {
        cut,
        tables: Vec::new(),
    };
    for kind in TABLES {
        let shape = Shape::of(kind)?;
        let columns = written_columns(kind, &shape.record);
        let cells = Cells::of(kind, &shape.record, &wanted.fair, &columns)?;
        let parents = parents(kind, &wanted.fair, &editions);
        let mut rows = 0;
        for parent in parents {
            let mut pages = Pages::of(links, kind, &shape, &parent, &as_of)?;
            let mut page = match kind.is_in_order {
                true => Some(in_order(pages.rest().await?)),
                false => pages.next().await?,
            };
            while let Some(records) = page {
                for record in &records {
                    if rows == 0 {
                        out.begin(kind.resource, &columns)?;
                    }
                    out.row(&cells.row(record)?)?;
                    rows += 1;
                    passed();
                }
                page = pages.next().await?;
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

/// The editions whose records are wanted.
async fn editions(links: &Links, wanted: &Wanted, as_of: &AsOf) -> Result<Vec<String>, Failure> {
    let kind = TableKind::named("editions").ok_or("there is no table of editions")?;
    let mut pages = Pages::of(links, kind, &Shape::of(kind)?, &wanted.fair, as_of)?;
    let mut editions = Vec::new();
    while let Some(records) = pages.next().await? {
        editions.extend(records.iter().map(name_of));
    }
    let Some(one) = &wanted.edition else {
        return Ok(editions);
    };
    editions.retain(|edition| edition == one);
    match editions.is_empty() {
        true => Err(format!("the books know no {one} at the moment that is read").into()),
        false => Ok(editions),
    }
}

/// What the records of a table lie in.
fn parents(kind: &TableKind, fair: &str, editions: &[String]) -> Vec<String> {
    match kind.parent {
        Parent::Call(_) => Vec::new(),
        // The fair itself is read by its name.
        Parent::None | Parent::Fair => vec![fair.to_owned()],
        Parent::Edition => editions.to_vec(),
    }
}
