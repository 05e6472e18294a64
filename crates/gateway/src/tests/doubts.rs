//! What the release of the 4th CIFTIS says, and leaves out, where its figures are
//! in doubt.

use proto::reporting::v1::ObservationStatus;

use super::{material::*, sample::*};

#[test]
fn the_status_of_a_figure_is_said_where_it_is_printed() {
    use ObservationStatus::{Estimated, Normal, Provisional};
    let cases: [(&[&str], _, _); 8] = [
        (
            &["participation-country-count"],
            Provisional,
            "According to preliminary statistics of the organising committee, organisations from 126 countries",
        ),
        (
            &["participation-country-count"],
            Estimated,
            "According to estimates of the organising committee, organisations from 126 countries",
        ),
        (
            &["activity-count"],
            Provisional,
            "By a preliminary count, its programme included 122 forums",
        ),
        (
            &["activity-count"],
            Estimated,
            "By an estimate, its programme included 122 forums",
        ),
        (
            &["contract-count"],
            Estimated,
            "According to estimates of the organising committee, 331 contracts",
        ),
        (
            &["contract-count-growth"],
            Provisional,
            "331 contracts were concluded, up 40 percent on the preliminary figure for the 3rd edition, with",
        ),
        (
            &["contract-count-growth", "contract-volume-growth"],
            Estimated,
            "up 40 percent on the estimate for the 3rd edition, with a volume of 101.08 billion US dollars, up 24 percent.",
        ),
        (
            &["contract-volume-growth"],
            Estimated,
            "up 40 percent on the 3rd edition, with a volume of 101.08 billion US dollars, up 24 percent on the estimate for the 3rd edition.",
        ),
    ];
    for (ids, status, said) in cases {
        let mut material = closing();
        for figure in &mut material.figures {
            figure.set_status(Normal);
        }
        assert!(!printed(&summarised(&material)).contains(said));
        for id in ids {
            figure(&mut material, id).set_status(status);
        }
        let text = printed(&summarised(&material));
        assert!(text.contains(said), "{said} is not in: {text}");
    }
}

#[test]
fn a_figure_of_another_definition_is_not_printed() {
    for status in [
        ObservationStatus::Break,
        ObservationStatus::DefinitionDiffers,
    ] {
        let mut broken = closing();
        figure(&mut broken, "participation-country-count").set_status(status);
        let summary = summarised(&broken);
        assert!(!printed(&summary).contains("126 countries and regions took part"));
        assert_eq!(summary.omissions.len(), 1);
        assert_eq!(
            summary.omissions[0].reason,
            "the value is a break in its series or of another definition"
        );
    }
}

#[test]
fn a_record_that_cannot_be_named_takes_only_its_story_with_it() {
    let mut nameless = closing();
    let story = figure(&mut nameless, "featured-education");
    story.records[0].digest = None;
    let summary = summarised(&nameless);
    let text = printed(&summary);
    assert!(
        !text.contains("Kaunas") && text.contains("Zigong"),
        "{text}"
    );
    assert!(summary.omissions[0].figure.ends_with("/featured-education"));
}

#[test]
fn a_title_with_an_article_is_not_given_another() {
    let mut articled = closing();
    let digest = &mut figure(&mut articled, "featured-on-site-international").records[0].digest;
    digest.as_mut().unwrap().title = text("the Gremio deal");
    let release = printed(&summarised(&articled));
    assert!(release.contains("among them the Gremio deal."), "{release}");
}

#[test]
fn the_remainder_is_printed_with_digits_that_add_up() {
    // Three scopes of a third each: 10 + 10 + 10 would stand under 30.01, and
    // 33 + 33 + 33 under a hundred.
    let mut thirds = closing();
    figure(&mut thirds, "contract-volume").value = ratio(30_010_000_000, 1);
    for scope in ["international", "domestic-region", "remainder"] {
        figure(&mut thirds, &format!("{scope}-volume")).value = ratio(30_010_000_000, 3);
        figure(&mut thirds, &format!("{scope}-share")).value = ratio(100, 3);
    }
    let summary = summarised(&thirds);
    let text = printed(&summary);
    assert!(
        text.contains("The remaining 55 contracts involved no"),
        "{text}"
    );
    let omitted: Vec<_> = summary
        .omissions
        .iter()
        .map(|omission| omission.figure.rsplit('/').next().unwrap())
        .collect();
    assert!(omitted.contains(&"remainder-volume") && omitted.contains(&"remainder-share"));
}
