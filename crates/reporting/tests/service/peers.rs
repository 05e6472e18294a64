//! Record keepers that answer from data, behind real links.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{Router, body::Body, routing::post};
use fault::Fault;
use proto::{
    exhibitions::v1::{
        Edition, Fair, GetEditionRequest, GetFairRequest, ListEditionsRequest, ListEditionsResponse,
    },
    google::r#type::Date,
    statistics::v1::{
        AsOf, BookEntry, CellTotal, Condition, Cube, GetPositionRequest, ListCubesRequest,
        ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse, Position, QueryCellsRequest,
        QueryCellsResponse, RecordState, as_of::Moment, condition::Test,
        query_cells_request::Measure,
    },
};
use serve::{Link, Service};
use tonic::{Request, Response, Status, service::Routes};
use tonic_prost::ProstCodec;

use super::cubes::cubes;

pub(crate) const FAIR: &str = "fairs/ciftis";
pub(crate) const EDITION: &str = "fairs/ciftis/editions/4";

/// An agreement that was recorded at a sequence.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) sequence: i64,
    pub(crate) scope: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) minor_units: i64,
}

/// What the record keepers hold, and what becomes of them.
#[derive(Default)]
pub(crate) struct State {
    /// The newest position of each.
    pub(crate) heads: BTreeMap<&'static str, i64>,
    pub(crate) agreements: Vec<Row>,
    pub(crate) cubes: BTreeMap<&'static str, Vec<Cube>>,
    /// Those that cannot be reached.
    pub(crate) down: BTreeSet<&'static str>,
    /// What the contracts service answers to questions about a dimension.
    pub(crate) refused: BTreeMap<&'static str, fn() -> Fault>,
    /// The calls so far, as service and method.
    pub(crate) calls: Vec<String>,
    /// The questions about cells so far.
    pub(crate) questions: Vec<QueryCellsRequest>,
}

/// The three record keepers.
#[derive(Clone, Default)]
pub(crate) struct Peers {
    state: Arc<Mutex<State>>,
}

impl Peers {
    /// Record keepers with the cubes of the sample fair and nothing recorded.
    pub(crate) fn new() -> Self {
        let peers = Self::default();
        let mut state = peers.state();
        state.heads = BTreeMap::from([("contracts", 0), ("exhibitions", 5), ("forums", 3)]);
        state.cubes = cubes();
        drop(state);
        peers
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Records an agreement.
    pub(crate) fn agree(&self, scope: &'static str, currency: &'static str, minor_units: i64) {
        let mut state = self.state();
        let head = state.heads.get_mut("contracts").unwrap();
        *head += 1;
        let sequence = *head;
        state.agreements.push(Row {
            sequence,
            scope,
            currency,
            minor_units,
        });
    }

    /// The calls since the last time this was asked.
    pub(crate) fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.state().calls)
    }

    pub(crate) fn exhibitions(&self) -> Link {
        let of = |method: &str| format!("/tradefair.exhibitions.v1.ExhibitionsService/{method}");
        let router = self.keeper("exhibitions", "tradefair.exhibitions.v1.ExhibitionsService");
        let router = self.route(router, "exhibitions", &of("GetFair"), fair);
        let router = self.route(router, "exhibitions", &of("GetEdition"), edition);
        let router = self.route(router, "exhibitions", &of("ListEditions"), editions);
        link(
            "exhibitions",
            "tradefair.exhibitions.v1.ExhibitionsService",
            router,
        )
    }

    pub(crate) fn forums(&self) -> Link {
        let name = "tradefair.forums.v1.ForumsService";
        link("forums", name, self.keeper("forums", name))
    }

    pub(crate) fn contracts(&self) -> Link {
        let name = "tradefair.contracts.v1.ContractsService";
        link("contracts", name, self.keeper("contracts", name))
    }

    /// The methods that all record keepers offer.
    fn keeper(&self, service: &'static str, grpc_name: &str) -> Router {
        let of = |method: &str| format!("/{grpc_name}/{method}");
        let router = Router::new();
        let router = self.route(
            router,
            service,
            &of("GetPosition"),
            move |state, request| position(service, state, request),
        );
        let router = self.route(
            router,
            service,
            &of("ListCubes"),
            move |state: &mut State, _: &ListCubesRequest| {
                let cubes = state.cubes[service].clone();
                Ok(ListCubesResponse { cubes })
            },
        );
        let router = self.route(router, service, &of("QueryCells"), move |state, request| {
            cells(service, state, request)
        });
        self.route(
            router,
            service,
            &of("ListEvidence"),
            |_: &mut State, _: &ListEvidenceRequest| Ok(ListEvidenceResponse::default()),
        )
    }

    /// The router with one method more.
    fn route<Q, A>(
        &self,
        router: Router,
        service: &'static str,
        method: &str,
        answer: impl Fn(&mut State, &Q) -> Result<A, Fault> + Clone + Send + Sync + 'static,
    ) -> Router
    where
        Q: prost::Message + Default + 'static,
        A: prost::Message + Default + 'static,
    {
        let called = format!("{service} {}", method.rsplit('/').next().unwrap());
        let shared = Arc::clone(&self.state);
        let handler = move |request: http::Request<Body>| {
            let (answer, shared, called) = (answer.clone(), Arc::clone(&shared), called.clone());
            async move {
                let unary = tower::service_fn(move |request: Request<Q>| {
                    let mut state = shared.lock().unwrap();
                    state.calls.push(called.clone());
                    let answered = if state.down.contains(service) {
                        Err(Status::unavailable("gone"))
                    } else {
                        answer(&mut state, request.get_ref()).map_err(Status::from)
                    };
                    std::future::ready(answered.map(Response::new))
                });
                let mut grpc = tonic::server::Grpc::new(ProstCodec::<A, Q>::default());
                let request = request.map(tonic::body::Body::new);
                grpc.unary(unary, request).await.map(Body::new)
            }
        };
        router.route(method, post(handler))
    }
}

fn link(name: &'static str, grpc_name: &'static str, router: Router) -> Link {
    Link::within(&Service {
        name,
        grpc_name,
        routes: Routes::from(router),
        descriptors: proto::DESCRIPTORS,
    })
}

/// The sequence that is asked for.
fn sequence(service: &'static str, state: &State, as_of: Option<&AsOf>) -> Result<i64, Fault> {
    let newest = state.heads[service];
    let refused = |why: &str| {
        let why = why.to_owned();
        Err(Fault::AsOfInvalid { why })
    };
    match as_of.and_then(|as_of| as_of.moment.as_ref()) {
        None => Ok(newest),
        Some(Moment::Time(_)) => refused("no time is known here"),
        Some(Moment::Cut(cut)) => {
            let mut positions = cut.positions.iter();
            match positions.find(|position| position.service == service) {
                Some(position) if position.sequence <= newest => Ok(position.sequence),
                Some(_) => refused("beyond the newest"),
                None => refused("left out"),
            }
        }
    }
}

fn position(
    service: &'static str,
    state: &State,
    request: &GetPositionRequest,
) -> Result<Position, Fault> {
    Ok(Position {
        service: service.to_owned(),
        fair: request.name.clone(),
        sequence: sequence(service, state, request.as_of.as_ref())?,
        recorded_at: None,
    })
}

/// Totals of agreements; other cubes hold nothing.
fn cells(
    service: &'static str,
    state: &mut State,
    request: &QueryCellsRequest,
) -> Result<QueryCellsResponse, Fault> {
    state.questions.push(request.clone());
    let at = sequence(service, state, request.as_of.as_ref())?;
    let selection = request.selection.clone().unwrap_or_default();
    for condition in &selection.r#where {
        if let Some(fault) = state.refused.get(condition.dimension.as_str()) {
            return Err(fault());
        }
    }
    let mut totals: BTreeMap<Vec<String>, i64> = BTreeMap::new();
    if request.group_by.is_empty() {
        totals.insert(Vec::new(), 0);
    }
    let recorded = state.agreements.iter().filter(|row| row.sequence <= at);
    let selected =
        recorded.filter(|row| selection.cube == "agreements" && holds(row, &selection.r#where));
    for row in selected {
        let group = request
            .group_by
            .iter()
            .map(|dimension| value(row, dimension).to_owned());
        *totals.entry(group.collect()).or_default() += match &request.measure {
            Some(Measure::SumOf(quantity)) if quantity == "amount_minor_units" => row.minor_units,
            _ => 1,
        };
    }
    Ok(QueryCellsResponse {
        totals: totals
            .into_iter()
            .map(|(group, total)| CellTotal { group, total })
            .collect(),
        position: None,
        roll_up: Vec::new(),
    })
}

fn value<'a>(row: &'a Row, dimension: &str) -> &'a str {
    match dimension {
        "counted" => "true",
        "scope" => row.scope,
        "currency" => row.currency,
        _ => "",
    }
}

fn holds(row: &Row, conditions: &[Condition]) -> bool {
    conditions.iter().all(|condition| match &condition.test {
        Some(Test::AnyOf(set)) => set
            .values
            .iter()
            .any(|one| one == value(row, &condition.dimension)),
        _ => false,
    })
}

fn live() -> Option<BookEntry> {
    Some(BookEntry {
        revision: 1,
        state: RecordState::Live.into(),
        ..BookEntry::default()
    })
}

fn fair(_: &mut State, request: &GetFairRequest) -> Result<Fair, Fault> {
    if request.name != FAIR {
        return Err(Fault::not_found(&request.name));
    }
    Ok(Fair {
        name: FAIR.to_owned(),
        first_year: 2012,
        entry: live(),
        ..Fair::default()
    })
}

/// The editions 1 to 4.
fn held() -> Vec<Edition> {
    let held = (1..).zip([2012, 2013, 2014, 2016]);
    held.map(|(ordinal, year)| Edition {
        name: format!("{FAIR}/editions/{ordinal}"),
        ordinal,
        opening_date: Some(Date {
            year,
            month: 5,
            day: 28,
        }),
        closing_date: Some(Date {
            year,
            month: 6,
            day: 1,
        }),
        entry: live(),
        ..Edition::default()
    })
    .collect()
}

fn edition(_: &mut State, request: &GetEditionRequest) -> Result<Edition, Fault> {
    let found = held()
        .into_iter()
        .find(|edition| edition.name == request.name);
    found.ok_or_else(|| Fault::not_found(&request.name))
}

fn editions(_: &mut State, _: &ListEditionsRequest) -> Result<ListEditionsResponse, Fault> {
    Ok(ListEditionsResponse {
        editions: held(),
        ..ListEditionsResponse::default()
    })
}
