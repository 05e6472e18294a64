//! Which services run here, and where the others are.

use std::{
    collections::BTreeMap,
    fmt,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use serve::{Certificates, Link, Means, NoTarget, Target};

/// A service of the fair, by the short name that addresses, folders and errors use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceName {
    /// Who took part.
    Exhibitions,
    /// What was held.
    Forums,
    /// What was agreed.
    Contracts,
    /// Figures made of records.
    Reporting,
    /// Prose made of figures.
    Gateway,
}

impl ServiceName {
    /// Every service, each after those it asks.
    pub const ALL: [Self; 5] = [
        Self::Exhibitions,
        Self::Forums,
        Self::Contracts,
        Self::Reporting,
        Self::Gateway,
    ];

    /// The short name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exhibitions => "exhibitions",
            Self::Forums => "forums",
            Self::Contracts => "contracts",
            Self::Reporting => "reporting",
            Self::Gateway => "gateway",
        }
    }

    /// The services it asks. The graph has no cycle.
    #[must_use]
    pub fn asks(self) -> &'static [Self] {
        match self {
            Self::Exhibitions => &[],
            Self::Forums | Self::Contracts => &[Self::Exhibitions],
            Self::Reporting => &[Self::Exhibitions, Self::Forums, Self::Contracts],
            Self::Gateway => &[
                Self::Exhibitions,
                Self::Forums,
                Self::Contracts,
                Self::Reporting,
            ],
        }
    }

    /// Whether it keeps what figures are made of, so that a cut has its position.
    #[must_use]
    pub fn decides_figures(self) -> bool {
        self != Self::Gateway
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A name that is no service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no service {0:?}; the services are exhibitions, forums, contracts, reporting and gateway"
)]
pub struct UnknownService(pub String);

impl FromStr for ServiceName {
    type Err = UnknownService;

    fn from_str(text: &str) -> Result<Self, UnknownService> {
        Self::ALL
            .into_iter()
            .find(|service| service.as_str() == text)
            .ok_or_else(|| UnknownService(text.to_owned()))
    }
}

/// A service runs here that asks one whose address nobody gave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{asker} asks {asked}, which does not run here: name it too, or give its address with --{asked} URL"
)]
pub struct AddressMissing {
    /// The service that runs here.
    pub asker: ServiceName,
    /// The service that is missing.
    pub asked: ServiceName,
}

/// Addresses of services elsewhere.
pub type Addresses = BTreeMap<ServiceName, Target>;

/// A listener, as a client of this machine reaches it: by TLS, or in the clear.
///
/// # Errors
/// Never: every socket address makes a target.
pub fn near(listener: SocketAddr, by_tls: bool) -> Result<Target, NoTarget> {
    let mut address = listener;
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    match by_tls {
        true => format!("https://{address}").parse(),
        false => address.try_into(),
    }
}

/// All services behind one address.
#[must_use]
pub fn everything_behind(target: &Target) -> Addresses {
    ServiceName::ALL
        .into_iter()
        .map(|service| (service, target.clone()))
        .collect()
}

/// Links to services elsewhere, with certificates for those that are reached by TLS. Must be called inside a runtime, which drives their
/// connections.
#[must_use]
pub fn links_to(
    addresses: &Addresses,
    certificates: Option<&Certificates>,
) -> BTreeMap<ServiceName, Link> {
    let link = |(&service, target): (&ServiceName, &Target)| {
        let means = Means::of_system().with(certificates);
        (service, Link::remote_by(service.as_str(), target, means))
    };
    addresses.iter().map(link).collect()
}

/// The services of this process and the addresses of those they ask elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topology {
    here: Vec<ServiceName>,
    elsewhere: Addresses,
}

impl Topology {
    /// The services named, or all of them if none is.
    ///
    /// # Errors
    /// [`AddressMissing`] when one of them asks a service that is neither here
    /// nor has an address.
    pub fn new(named: &[ServiceName], addresses: &Addresses) -> Result<Self, AddressMissing> {
        let here: Vec<_> = ServiceName::ALL
            .into_iter()
            .filter(|service| named.is_empty() || named.contains(service))
            .collect();
        let mut elsewhere = Addresses::new();
        for &asker in &here {
            for &asked in asker.asks() {
                if here.contains(&asked) {
                    continue;
                }
                let address = addresses
                    .get(&asked)
                    .ok_or(AddressMissing { asker, asked })?;
                elsewhere.insert(asked, address.clone());
            }
        }
        Ok(Self { here, elsewhere })
    }

    /// All services in this process.
    #[must_use]
    pub fn whole() -> Self {
        Self {
            here: ServiceName::ALL.to_vec(),
            elsewhere: Addresses::new(),
        }
    }

    /// The services of this process, each after those it asks.
    #[must_use]
    pub fn here(&self) -> &[ServiceName] {
        &self.here
    }

    /// The addresses of the services that are asked and run elsewhere.
    #[must_use]
    pub fn elsewhere(&self) -> &Addresses {
        &self.elsewhere
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(services: &[ServiceName]) -> Addresses {
        services
            .iter()
            .map(|&service| (service, format!("http://{service}:50051").parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_order_lets_each_service_find_those_it_asks() {
        for (place, service) in ServiceName::ALL.iter().enumerate() {
            for asked in service.asks() {
                let before = ServiceName::ALL.iter().position(|other| other == asked);
                assert!(before < Some(place), "{service} asks {asked}");
            }
        }
    }

    #[test]
    fn no_name_means_all_and_names_come_in_order() {
        let all = Topology::new(&[], &Addresses::new()).unwrap();
        assert_eq!(all, Topology::whole());
        let two = [ServiceName::Contracts, ServiceName::Exhibitions];
        let two = Topology::new(&two, &Addresses::new()).unwrap();
        assert_eq!(
            two.here(),
            [ServiceName::Exhibitions, ServiceName::Contracts]
        );
        assert!(two.elsewhere().is_empty());
    }

    #[test]
    fn a_service_that_is_asked_has_an_address() {
        use ServiceName::{Contracts, Exhibitions, Forums, Gateway, Reporting};
        let wrong = Topology::new(&[Contracts], &Addresses::new()).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "contracts asks exhibitions, which does not run here: name it too, or give its address with --exhibitions URL"
        );
        let addresses = at(&[Exhibitions, Forums, Contracts, Gateway]);
        let reporting = Topology::new(&[Reporting], &addresses).unwrap();
        // An address nobody here asks is not kept.
        assert_eq!(
            reporting.elsewhere().keys().copied().collect::<Vec<_>>(),
            [Exhibitions, Forums, Contracts]
        );
    }

    #[test]
    fn a_name_that_is_no_service_is_refused_in_a_sentence() {
        let wrong = "contract".parse::<ServiceName>().unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "there is no service \"contract\"; the services are exhibitions, forums, contracts, reporting and gateway"
        );
    }
}
