//! Asks the other services for all that a text is held against, at one cut.

use std::collections::BTreeMap;

use fault::Fault;
use futures_util::{future::try_join_all, try_join};
use proto::{
    exhibitions::v1::{Edition, Fair, ListEditionsRequest},
    reporting::v1::{
        Figure, FigureDefinition, ListFigureDefinitionsRequest, ListRatesRequest, Rate,
    },
    statistics::v1::{AsOf, Cut},
};
use resource::Name;

use crate::assemble::{Desk, EXHIBITIONS, REPORTING, at, id_in, id_of, told};

/// How many editions are looked at: the text's own and the newest before it.
const EDITIONS_AT_MOST: usize = 24;

/// How many figures one call asks for.
const FIGURES_AT_ONCE: usize = 200;

/// The most pages of a listing that are read: many times what a fair has.
const PAGES_AT_MOST: usize = 20;

/// The most records on a page.
const PAGE_SIZE: i32 = 1000;

/// What the books hold of an edition, all read at one cut.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) fair: Fair,
    /// The editions up to the text's own, which is the last.
    pub(super) editions: Vec<Edition>,
    /// By their ids.
    pub(super) definitions: BTreeMap<String, FigureDefinition>,
    /// The figures of each edition, in the order of the editions.
    pub(super) figures: Vec<Vec<Figure>>,
    pub(super) rates: Vec<Rate>,
    pub(super) cut: Cut,
}

impl Asked {
    /// The cut, as a moment to read at.
    pub(super) fn moment(&self) -> AsOf {
        at(&self.cut)
    }

    /// The figures of the edition itself.
    pub(super) fn own(&self) -> &[Figure] {
        self.figures.last().map_or(&[], Vec::as_slice)
    }
}

impl Desk {
    /// Asks for everything. The figures of the edition come first, because their answer
    /// says at which cut the rest is to be read.
    ///
    /// # Errors
    /// Whatever kept a service from answering.
    pub(super) async fn ask_for_check(
        &self,
        edition: &Name,
        as_of: Option<AsOf>,
    ) -> Result<Asked, Fault> {
        let first = self.figures(edition.as_str(), Vec::new(), as_of).await?;
        let cut = first.cut.ok_or_else(|| Fault::Defect {
            what: format!("reading the answer of {REPORTING}: it has no cut"),
            source: None,
        })?;
        let moment = at(&cut);
        let (fair, editions, definitions, rates) = try_join!(
            self.fair(edition.fair(), &moment),
            self.editions_up_to(edition, &moment),
            self.definitions(edition.fair(), &moment),
            self.rates(edition.as_str(), &moment),
        )?;
        let ids: Vec<String> = first
            .figures
            .iter()
            .map(|it| id_of(it).to_owned())
            .collect();
        let earlier = editions
            .split_last()
            .map_or(&[][..], |(_, earlier)| earlier);
        let asked = earlier
            .iter()
            .map(|it| self.all_figures(&it.name, &ids, &moment));
        let mut figures = try_join_all(asked).await?;
        figures.push(first.figures);
        Ok(Asked {
            fair,
            editions,
            definitions,
            figures,
            rates,
            cut,
        })
    }

    async fn all_figures(
        &self,
        edition: &str,
        ids: &[String],
        moment: &AsOf,
    ) -> Result<Vec<Figure>, Fault> {
        let mut figures = Vec::with_capacity(ids.len());
        for ids in ids.chunks(FIGURES_AT_ONCE) {
            let answer = self
                .figures(edition, ids.to_vec(), Some(moment.clone()))
                .await?;
            figures.extend(answer.figures);
        }
        Ok(figures)
    }

    /// The editions of the fair up to one, in the order of their ordinals.
    async fn editions_up_to(&self, edition: &Name, moment: &AsOf) -> Result<Vec<Edition>, Fault> {
        let mut editions = Vec::new();
        let mut page_token = String::new();
        for _ in 0..PAGES_AT_MOST {
            let request = ListEditionsRequest {
                parent: edition.fair().to_owned(),
                page_size: PAGE_SIZE,
                page_token,
                show_retired: true,
                as_of: Some(moment.clone()),
                filter: String::new(),
            };
            let answer = self.exhibitions().list_editions(request).await;
            let answer = told(EXHIBITIONS, answer)?;
            editions.extend(answer.editions);
            page_token = answer.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        ended(&page_token, EXHIBITIONS)?;
        editions.sort_by_key(|edition| edition.ordinal);
        let own = editions.iter().position(|it| it.name == edition.as_str());
        // Where no figure is defined, reporting was not asked for any of it.
        let own = own.ok_or_else(|| Fault::not_found(edition.as_str()))?;
        editions.truncate(own + 1);
        let older = editions.len().saturating_sub(EDITIONS_AT_MOST);
        Ok(editions.split_off(older))
    }

    async fn definitions(
        &self,
        fair: &str,
        moment: &AsOf,
    ) -> Result<BTreeMap<String, FigureDefinition>, Fault> {
        let mut definitions = BTreeMap::new();
        let mut page_token = String::new();
        for _ in 0..PAGES_AT_MOST {
            let request = ListFigureDefinitionsRequest {
                parent: fair.to_owned(),
                page_size: PAGE_SIZE,
                page_token,
                show_retired: false,
                as_of: Some(moment.clone()),
            };
            let answer = self.reporting().list_figure_definitions(request).await;
            let answer = told(REPORTING, answer)?;
            definitions.extend(
                answer
                    .figure_definitions
                    .into_iter()
                    .map(|definition| (id_in(&definition.name).to_owned(), definition)),
            );
            page_token = answer.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        ended(&page_token, REPORTING)?;
        Ok(definitions)
    }

    async fn rates(&self, edition: &str, moment: &AsOf) -> Result<Vec<Rate>, Fault> {
        let request = ListRatesRequest {
            parent: edition.to_owned(),
            page_size: PAGE_SIZE,
            page_token: String::new(),
            show_retired: false,
            as_of: Some(moment.clone()),
        };
        let answer = self.reporting().list_rates(request).await;
        let answer = told(REPORTING, answer)?;
        ended(&answer.next_page_token, REPORTING)?;
        Ok(answer.rates)
    }
}

/// Whether a listing was read to its end: nothing is judged by a part of it.
fn ended(next_page_token: &str, service: &str) -> Result<(), Fault> {
    if next_page_token.is_empty() {
        return Ok(());
    }
    Err(Fault::Defect {
        what: format!("reading a listing of {service}: it has more pages than any fair has"),
        source: None,
    })
}
