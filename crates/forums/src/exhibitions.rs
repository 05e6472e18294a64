//! The exhibitions service, as seen from here: where a record lies and which
//! organisations it names.
//!
//! What is asked decides whether a record is written, so it must be true when it is
//! used. Answers are remembered by [`Recall`]: for every record the position of the
//! fair's book is asked for anew, and only if it has not moved since do
//! remembered answers stand. An edition or organisation that is archived is so
//! refused at once, and no age has to be chosen for what is remembered.

use std::sync::Arc;

use fault::Fault;
use futures_util::{future::join_all, join};
use proto::{
    exhibitions::v1::{
        Edition, Fair, GetEditionRequest, GetFairRequest, GetOrganisationRequest, Organisation,
        exhibitions_service_client::ExhibitionsServiceClient,
    },
    statistics::v1::GetPositionRequest,
};
use serve::{Link, Recall};

use crate::surroundings::Surroundings;

/// The service, for errors.
const SERVICE: &str = "exhibitions";

/// Asks the exhibitions service.
pub(crate) struct Exhibitions {
    client: ExhibitionsServiceClient<Link>,
    fairs: Recall<Fair>,
    editions: Recall<Edition>,
    organisations: Recall<Organisation>,
}

impl Exhibitions {
    pub(crate) fn new(link: Link) -> Self {
        Self {
            client: ExhibitionsServiceClient::new(link),
            fairs: Recall::new(SERVICE),
            editions: Recall::new(SERVICE),
            organisations: Recall::new(SERVICE),
        }
    }

    /// What there is of a fair, an edition of it and organisations of it, by their
    /// names.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] and the other faults of a peer.
    pub(crate) async fn surroundings(
        &self,
        fair: &str,
        edition: &str,
        organisations: impl Iterator<Item = &str>,
    ) -> Result<Surroundings, Fault> {
        let newest = self.newest_sequence(fair).await?;
        let organisations = organisations.map(async |name| {
            let found = self.organisation(name, newest).await?;
            Ok::<_, Fault>(found.map(|organisation| (name.to_owned(), organisation)))
        });
        let (fair, edition, organisations) = join!(
            self.fair(fair, newest),
            self.edition(edition, newest),
            join_all(organisations),
        );
        let organisations = organisations.into_iter().filter_map(Result::transpose);
        Ok(Surroundings {
            fair: fair?,
            edition: edition?,
            organisations: organisations.collect::<Result<_, Fault>>()?,
        })
    }

    /// The newest position of the book of a fair.
    async fn newest_sequence(&self, fair: &str) -> Result<i64, Fault> {
        let request = GetPositionRequest {
            name: fair.to_owned(),
            as_of: None,
        };
        let position = self.client.clone().get_position(request).await;
        let position = position.map_err(|status| serve::peer(SERVICE, &status))?;
        Ok(position.into_inner().sequence)
    }

    async fn fair(&self, name: &str, newest: i64) -> Result<Option<Arc<Fair>>, Fault> {
        let request = GetFairRequest {
            name: name.to_owned(),
            as_of: None,
        };
        let mut client = self.client.clone();
        self.fairs
            .read(name, newest, client.get_fair(request))
            .await
    }

    async fn edition(&self, name: &str, newest: i64) -> Result<Option<Arc<Edition>>, Fault> {
        let request = GetEditionRequest {
            name: name.to_owned(),
            as_of: None,
        };
        let mut client = self.client.clone();
        self.editions
            .read(name, newest, client.get_edition(request))
            .await
    }

    async fn organisation(
        &self,
        name: &str,
        newest: i64,
    ) -> Result<Option<Arc<Organisation>>, Fault> {
        let request = GetOrganisationRequest {
            name: name.to_owned(),
            as_of: None,
        };
        let mut client = self.client.clone();
        let call = client.get_organisation(request);
        self.organisations.read(name, newest, call).await
    }
}
