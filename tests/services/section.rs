//! Sections: areas add up within one basis, and never over two.

use harness::{
    builders::{With, request_id},
    cells::{selection, sum_request},
    check::refused,
    fair::RunningFair,
    fairground::section,
    standing::{EDITION, FAIR},
};
use proto::exhibitions::v1::{
    AreaBasis, ImportSectionsRequest, ListSectionsRequest, Section, SectionKind,
    UpdateSectionRequest, VoidSectionRequest,
};
use tonic::Code;

async fn gross(running: &RunningFair) -> i64 {
    let pinned = [("area_basis", "gross")];
    let clients = &running.clients;
    clients
        .counted("space", &pinned, "area_square_metres")
        .await
}

#[tokio::test]
async fn areas_add_up_within_one_basis() {
    let running = RunningFair::with_open_books().await;
    let clients = &running.clients;
    let stands = section(9_000).with(|stands| stands.area_basis = AreaBasis::Net.into());
    clients
        .record_section(EDITION, "hall-1", section(12_000))
        .await;
    clients
        .record_section(EDITION, "hall-2", section(7_500))
        .await;
    clients.record_section(EDITION, "stands", stands).await;
    assert_eq!(gross(&running).await, 19_500);
    let net = [("area_basis", "net"), ("kind", "hall")];
    assert_eq!(
        clients.counted("space", &net, "area_square_metres").await,
        9_000
    );
    for quantity in ["area_square_metres", "sections"] {
        let both = sum_request(EDITION, selection("space", &[]), quantity);
        refused(clients.query_cells("exhibitions", both).await)
            .is(Code::FailedPrecondition, "SELECTION_REFUSED");
    }
    for (basis, sections) in [("gross", 2), ("net", 1)] {
        let of_basis = [("area_basis", basis)];
        let counted = clients.counted("space", &of_basis, "sections").await;
        assert_eq!(counted, sections, "{basis}");
    }
}

#[tokio::test]
async fn the_area_follows_change_and_void() {
    let running = RunningFair::with_open_books().await;
    let hall = running
        .clients
        .record_section(EDITION, "hall-1", section(12_000))
        .await;
    running
        .clients
        .record_section(EDITION, "hall-2", section(7_500))
        .await;
    let mut exhibitions = running.clients.exhibitions.clone();
    let update = UpdateSectionRequest {
        section: Some(hall.clone().with(|hall| hall.area_square_metres = 10_000)),
        update_mask: None,
        request_id: request_id(),
    };
    exhibitions.update_section(update).await.unwrap();
    assert_eq!(gross(&running).await, 17_500);
    let void = VoidSectionRequest {
        name: hall.name,
        reason: "Not built".to_owned(),
        request_id: request_id(),
        ..VoidSectionRequest::default()
    };
    exhibitions.void_section(void).await.unwrap();
    assert_eq!(gross(&running).await, 7_500);
    running.audit().await;
}

#[tokio::test]
async fn a_corrected_table_of_halls_revises_what_was_corrected() {
    let running = RunningFair::with_open_books().await;
    let rows = |second: i64| -> Vec<Section> {
        let named = |id: &str, area| {
            section(area).with(|hall| hall.name = format!("{EDITION}/sections/{id}"))
        };
        let plaza = named("plaza", 300).with(|plaza| plaza.kind = SectionKind::Outdoor.into());
        vec![named("hall-1", 12_000), named("hall-2", second), plaza]
    };
    let import = |sections| ImportSectionsRequest {
        parent: FAIR.to_owned(),
        sections,
        validate_only: false,
        request_id: request_id(),
    };
    let mut exhibitions = running.clients.exhibitions.clone();
    let first = exhibitions
        .import_sections(import(rows(7_500)))
        .await
        .unwrap();
    assert_eq!(first.into_inner().created, 3);
    let again = exhibitions
        .import_sections(import(rows(7_600)))
        .await
        .unwrap();
    let again = again.into_inner();
    assert_eq!((again.created, again.revised, again.unchanged), (0, 1, 2));
    assert_eq!(gross(&running).await, 19_900);

    let list = ListSectionsRequest {
        parent: EDITION.to_owned(),
        filter: "kind = SECTION_KIND_HALL AND area_square_metres > 7500".to_owned(),
        ..ListSectionsRequest::default()
    };
    let listed = exhibitions.list_sections(list).await.unwrap().into_inner();
    let areas: Vec<_> = listed
        .sections
        .iter()
        .map(|hall| hall.area_square_metres)
        .collect();
    assert_eq!(areas, [12_000, 7_600]);
}
