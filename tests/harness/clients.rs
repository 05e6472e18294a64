//! The generated clients of one fair, over one TCP connection.

use std::net::SocketAddr;

use proto::{
    contracts::v1::contracts_service_client::ContractsServiceClient,
    exhibitions::v1::exhibitions_service_client::ExhibitionsServiceClient,
    forums::v1::forums_service_client::ForumsServiceClient,
    gateway::v1::press_desk_service_client::PressDeskServiceClient,
    reporting::v1::reporting_service_client::ReportingServiceClient,
    statistics::v1::{AsOf, Cut, GetPositionRequest, Position, as_of::Moment},
};
use tonic::transport::{Channel, Endpoint};

use tradefair::topology::ServiceName;

use crate::dynamic::Speaker;

/// One client of each service.
#[derive(Clone, Debug)]
pub struct Clients {
    /// Fairs, editions, organisations, participations.
    pub exhibitions: ExhibitionsServiceClient<Channel>,
    /// Activities.
    pub forums: ForumsServiceClient<Channel>,
    /// Agreements.
    pub contracts: ContractsServiceClient<Channel>,
    /// Definitions, rates, figures, reports.
    pub reporting: ReportingServiceClient<Channel>,
    /// Summaries.
    pub press_desk: PressDeskServiceClient<Channel>,
    /// Any method, in JSON.
    pub speaker: Speaker,
}

impl Clients {
    /// Connects to a fair.
    ///
    /// # Panics
    /// When nobody listens there.
    pub async fn connect(address: SocketAddr) -> Self {
        Self::over(&channel(address).await)
    }

    /// Connects to services that stand apart: exhibitions, forums, contracts,
    /// reporting and the press desk, in this order.
    ///
    /// # Panics
    /// When there are not five addresses, or nobody listens at one of them.
    pub async fn connect_apart(addresses: &[SocketAddr]) -> Self {
        let [exhibitions, forums, contracts, reporting, press_desk] = addresses else {
            panic!("five services have five addresses, not {addresses:?}");
        };
        Self::apart([
            channel(*exhibitions).await,
            channel(*forums).await,
            channel(*contracts).await,
            channel(*reporting).await,
            channel(*press_desk).await,
        ])
    }

    /// Clients over a channel that stands.
    #[must_use]
    pub fn over(channel: &Channel) -> Self {
        Self::apart(std::array::from_fn(|_| channel.clone()))
    }

    fn apart(channels: [Channel; 5]) -> Self {
        let names = ServiceName::ALL.map(ServiceName::as_str);
        let speaker = Speaker::over(names.into_iter().zip(channels.clone()).collect());
        let [exhibitions, forums, contracts, reporting, press_desk] = channels;
        Self {
            exhibitions: ExhibitionsServiceClient::new(exhibitions),
            forums: ForumsServiceClient::new(forums),
            contracts: ContractsServiceClient::new(contracts),
            reporting: ReportingServiceClient::new(reporting),
            press_desk: PressDeskServiceClient::new(press_desk),
            speaker,
        }
    }

    /// The newest positions of the four books of a fair.
    ///
    /// # Panics
    /// When a service refuses to tell.
    pub async fn newest(&self, fair: &str) -> Cut {
        self.positions(fair, None).await
    }

    /// The positions of the four books of a fair at a moment.
    ///
    /// # Panics
    /// When a service refuses to tell.
    pub async fn positions(&self, fair: &str, as_of: Option<AsOf>) -> Cut {
        let ask = GetPositionRequest {
            name: fair.to_owned(),
            as_of,
        };
        let positions = vec![
            told(self.contracts.clone().get_position(ask.clone()).await),
            told(self.forums.clone().get_position(ask.clone()).await),
            told(self.exhibitions.clone().get_position(ask.clone()).await),
            told(self.reporting.clone().get_position(ask).await),
        ];
        Cut { positions }
    }
}

/// One TCP connection.
async fn channel(address: SocketAddr) -> Channel {
    Endpoint::from_shared(format!("http://{address}"))
        .expect("an address makes a URI")
        .tcp_nodelay(true)
        .connect()
        .await
        .unwrap_or_else(|failed| panic!("a fair listens at {address}: {failed}"))
}

/// The position in an answer.
fn told(answer: Result<tonic::Response<Position>, tonic::Status>) -> Position {
    answer.expect("a service tells its position").into_inner()
}

/// The moment of a cut.
#[must_use]
pub fn at_cut(cut: &Cut) -> Option<AsOf> {
    Some(AsOf {
        moment: Some(Moment::Cut(cut.clone())),
    })
}

/// The moment of one position.
#[must_use]
pub fn at_position(position: &Position) -> Option<AsOf> {
    at_cut(&Cut {
        positions: vec![position.clone()],
    })
}

/// The moment of a time.
#[must_use]
pub fn at_time(time: prost_types::Timestamp) -> Option<AsOf> {
    Some(AsOf {
        moment: Some(Moment::Time(time)),
    })
}

/// The sequence of a service's position in a cut; -1 when it is not in it.
#[must_use]
pub fn sequence_of(cut: &Cut, service: &str) -> i64 {
    cut.positions
        .iter()
        .find(|position| position.service == service)
        .map_or(-1, |position| position.sequence)
}
