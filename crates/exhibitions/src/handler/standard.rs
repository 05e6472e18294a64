//! The standard methods, the same for every resource.

use proto::statistics::v1::{AsOf, ImportResponse};
use serve::keeper::{Create, Import, List, Page, Record, Retire, Update};
use tonic::Response;

use super::{Answer, Handler};
use crate::Exhibitions;

impl Handler {
    pub(super) async fn create<R: Record<Exhibitions>>(&self, create: Create<R>) -> Answer<R> {
        Ok(Response::new(self.keeper.create(create).await?))
    }

    pub(super) async fn get<R: Record<Exhibitions>>(
        &self,
        name: &str,
        as_of: Option<AsOf>,
    ) -> Answer<R> {
        Ok(Response::new(self.keeper.get(name, as_of).await?))
    }

    pub(super) async fn list<R: Record<Exhibitions>, Listed>(
        &self,
        list: List,
        listed: fn(Page<R>) -> Listed,
    ) -> Answer<Listed> {
        Ok(Response::new(listed(self.keeper.list(list).await?)))
    }

    pub(super) async fn update<R: Record<Exhibitions>>(&self, update: Update<R>) -> Answer<R> {
        Ok(Response::new(self.keeper.update(update).await?))
    }

    pub(super) async fn retire<R: Record<Exhibitions>>(&self, retire: Retire) -> Answer<R> {
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    pub(super) async fn import<R: Record<Exhibitions>>(
        &self,
        import: Import<R>,
    ) -> Answer<ImportResponse> {
        Ok(Response::new(self.keeper.import(import).await?))
    }
}
