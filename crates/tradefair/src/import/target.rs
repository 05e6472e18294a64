//! The books that an import writes to.

use std::collections::BTreeMap;

use prost::Message;
use proto::{
    exhibitions::v1::{
        GetFairRequest, ListFairsRequest, exhibitions_service_client::ExhibitionsServiceClient,
    },
    statistics::v1::{GetPositionRequest, Position},
};
use serve::Link;
use tonic::Code;

use super::{call::call, methods::position_method, send::ImportError};
use crate::topology::ServiceName;

/// The way to every service.
pub type Links = BTreeMap<ServiceName, Link>;

/// The books of one fair, and how far they had come when the import began.
pub(super) struct Target<'a> {
    pub(super) links: &'a Links,
    /// The name of the fair.
    pub(super) fair: &'a str,
    /// The sequence of each service when the import began. A request makes its id
    /// from it and from what it says: sent twice it is the same request, and one
    /// that says what an older import said is another.
    begun: BTreeMap<ServiceName, i64>,
    /// Whether the books knew the fair then.
    pub(super) knows_the_fair: bool,
}

impl<'a> Target<'a> {
    /// Looks how far the books have come.
    pub(super) async fn look(links: &'a Links, fair: &'a str) -> Result<Self, ImportError> {
        let mut target = Self {
            links,
            fair,
            begun: BTreeMap::new(),
            knows_the_fair: false,
        };
        for service in ServiceName::ALL {
            if service.decides_figures() {
                let sequence = target.sequence(service).await?;
                target.begun.insert(service, sequence);
            }
        }
        let exhibitions = target.link(ServiceName::Exhibitions)?.clone();
        let name = fair.to_owned();
        let request = GetFairRequest { name, as_of: None };
        let found = ExhibitionsServiceClient::new(exhibitions)
            .get_fair(request)
            .await;
        target.knows_the_fair = match found {
            Ok(_) => true,
            Err(status) if is_absent(status.code()) => false,
            Err(status) => return Err(failed(ServiceName::Exhibitions, &status)),
        };
        Ok(target)
    }

    /// The way to a service.
    pub(super) fn link(&self, service: ServiceName) -> Result<&'a Link, ImportError> {
        self.links.get(&service).ok_or(ImportError::NoWay(service))
    }

    /// An id for a request, of the method and what it says.
    pub(super) fn request_id(&self, service: ServiceName, method: &str, content: &[u8]) -> String {
        let begun = self.begun.get(&service).copied().unwrap_or_default();
        let mut id = [0; 16];
        blake3::Hasher::new()
            .update(&begun.to_le_bytes())
            .update(method.as_bytes())
            .update(&[0])
            .update(content)
            .finalize_xof()
            .fill(&mut id);
        uuid::Builder::from_custom_bytes(id).into_uuid().to_string()
    }

    async fn sequence(&self, service: ServiceName) -> Result<i64, ImportError> {
        let method = position_method(service).map_err(ImportError::Defect)?;
        let request = GetPositionRequest {
            name: self.fair.to_owned(),
            as_of: None,
        };
        let link = self.link(service)?;
        match call(link, &method.path, request.encode_to_vec()).await {
            Ok(answer) => Position::decode(answer)
                .map(|position| position.sequence)
                .map_err(|error| ImportError::Defect(error.to_string())),
            Err(status) if is_absent(status.code()) => Ok(0),
            Err(status) => Err(failed(service, &status)),
        }
    }
}

/// Whether books say that they know nothing of a name.
pub(super) fn is_absent(code: Code) -> bool {
    code == Code::NotFound
}

fn failed(service: ServiceName, status: &tonic::Status) -> ImportError {
    ImportError::Away {
        service,
        why: status.message().to_owned(),
    }
}

/// The one fair these books are about.
///
/// # Errors
/// When there is none, or more than one.
pub async fn only_fair(links: &Links) -> Result<String, ImportError> {
    let service = ServiceName::Exhibitions;
    let exhibitions = links.get(&service).ok_or(ImportError::NoWay(service))?;
    let request = ListFairsRequest {
        page_size: 2,
        ..ListFairsRequest::default()
    };
    let answer = ExhibitionsServiceClient::new(exhibitions.clone())
        .list_fairs(request)
        .await
        .map_err(|status| failed(service, &status))?;
    match answer.into_inner().fairs.as_slice() {
        [fair] => Ok(fair.name.clone()),
        fairs => Err(ImportError::WhichFair(fairs.len())),
    }
}
