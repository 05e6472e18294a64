//! Visits chunk by chunk, as they come from the gates.

use fault::Fault;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use proto::exhibitions::v1::{RecordVisitsRequest, RecordVisitsResponse, Visit};
use serve::keeper::{Asked, Import, Keeper};
use tonic::{Status, codegen::BoxStream};

use crate::Exhibitions;

/// Records chunk after chunk, until there are no more or one is refused.
///
/// The next chunk is read only when the one before is durable and its
/// acknowledgement was taken, so that no more than one is in memory however fast
/// they are sent. A caller who goes away loses nothing that was acknowledged; a
/// chunk that was not may be recorded or not, and is sent again under its id.
pub(crate) fn record(
    keeper: Keeper<Exhibitions>,
    chunks: impl Stream<Item = Result<RecordVisitsRequest, Status>> + Send + Unpin + 'static,
) -> BoxStream<RecordVisitsResponse> {
    let acknowledged = stream::try_unfold((keeper, chunks), |(keeper, mut chunks)| async move {
        let Some(chunk) = chunks.try_next().await.map_err(serve::unreadable)? else {
            return Ok(None);
        };
        let acknowledged = acknowledge(&keeper, chunk).await?;
        Ok::<_, Status>(Some((acknowledged, (keeper, chunks))))
    });
    acknowledged.boxed()
}

async fn acknowledge(
    keeper: &Keeper<Exhibitions>,
    chunk: RecordVisitsRequest,
) -> Result<RecordVisitsResponse, Fault> {
    let request_id = chunk.request_id.clone();
    let outcome = keeper.import(import(chunk)).await?;
    Ok(RecordVisitsResponse {
        request_id,
        outcome: Some(outcome),
    })
}

fn import(chunk: RecordVisitsRequest) -> Import<Visit> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/RecordVisits";
    Import {
        asked: Asked::new(METHOD, &chunk.request_id, &chunk),
        parent: chunk.parent,
        field: "visits",
        records: chunk.visits,
        validate_only: false,
    }
}
