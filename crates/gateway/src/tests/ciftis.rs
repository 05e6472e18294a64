//! The closing release of the 4th CIFTIS.

use proto::{
    gateway::v1::{Claim, ClaimKind},
    reporting::v1::{Figure, FigureBasis, ObservationStatus},
};

use super::{material::*, sample::*};
use crate::assemble::Material;

#[test]
fn the_release_says_what_the_closing_report_said() {
    let summary = summarised(&closing());
    insta::assert_snapshot!("ciftis", printed(&summary));
    check_places(&summary);
    check_outside(&summary);
    assert_eq!(summary.omissions, []);
    assert_eq!(summary.cut, Some(cut(FAIR)));
    assert_eq!(
        (summary.name.as_str(), summary.language_code.as_str()),
        (EDITION, "en")
    );
}

#[test]
fn made_up_records_are_told_to_the_editor_without_a_digit() {
    let note = summarised(&closing()).editor_note;
    assert!(note.contains("made up") && !note.contains("could not be checked"));
    assert!(!note.contains(char::is_numeric));
    let mut real = closing();
    figure(&mut real, "synthetic-contract-count").value = ratio(0, 1);
    assert_eq!(summarised(&real).editor_note, "");
    let mut named = real;
    let story = figure(&mut named, "featured-culture");
    story.records[0].synthetic = true;
    assert!(summarised(&named).editor_note.contains("made up"));
}

#[test]
fn what_could_not_be_checked_for_made_up_records_is_told_to_the_editor() {
    let mut real = closing();
    figure(&mut real, "synthetic-contract-count").value = ratio(0, 1);
    for (count, of) in crate::assemble::SYNTHETIC_COUNTS {
        let mut refused = real.clone();
        refuse(&mut refused, count);
        let note = summarised(&refused).editor_note;
        assert!(note.contains("could not be checked"), "{count}: {note}");
        assert!(!note.contains(char::is_numeric));
        for id in of {
            figure(&mut refused, id).set_basis(FigureBasis::Reported);
        }
        assert_eq!(summarised(&refused).editor_note, "", "no records behind it");
    }
    let mut made_up = closing();
    refuse(&mut made_up, "synthetic-activity-count");
    let note = summarised(&made_up).editor_note;
    assert!(note.contains("could not be checked") && note.contains("were made up"));
}

/// A figure of a release, to be changed.
fn figure<'a>(material: &'a mut Material, id: &str) -> &'a mut Figure {
    let name = format!("{EDITION}/figures/{id}");
    let mut figures = material.figures.iter_mut();
    figures.find(|figure| figure.name == name).unwrap()
}

fn refuse(material: &mut Material, id: &str) {
    let figure = figure(material, id);
    *figure = Figure {
        name: figure.name.clone(),
        refusal: "the books say no".to_owned(),
        ..Figure::default()
    };
}

#[test]
fn every_place_tells_where_it_comes_from() {
    let summary = summarised(&closing());
    let find = |quote: &str| -> &Claim {
        let mut claims = summary.claims.iter();
        claims
            .find(|claim| claim.quote == quote)
            .unwrap_or_else(|| panic!("{quote} is not claimed"))
    };
    let volume = find("over 100 billion US dollars");
    assert_eq!(volume.figure, format!("{EDITION}/figures/contract-volume"));
    assert_eq!(
        (
            volume.paragraph,
            volume.unit.as_str(),
            volume.qualifier.as_str()
        ),
        (-1, "USD", "over")
    );
    assert_eq!(volume.value, ratio(101_080_000_000, 1));
    assert_eq!(volume.kind(), ClaimKind::Statistic);
    assert_eq!(volume.status(), ObservationStatus::Provisional);
    let contracts = find("331 contracts");
    assert_eq!(
        (contracts.unit.as_str(), contracts.qualifier.as_str()),
        ("agreements", "exact")
    );
    for (named, edition) in [("3rd edition", 3), ("1st edition", 1), ("2nd", 2)] {
        let named = find(named);
        let edition = format!("{FAIR}/editions/{edition}");
        assert_eq!((named.kind(), &named.record), (ClaimKind::Fact, &edition));
        assert_eq!((named.figure.as_str(), named.unit.as_str()), ("", ""));
        assert_eq!(named.value, None, "it prints no value of a figure");
    }
    let ordinal = find("4th");
    assert_eq!(
        (ordinal.figure.as_str(), &ordinal.value),
        (
            format!("{EDITION}/figures/edition-ordinal").as_str(),
            &ratio(4, 1)
        )
    );
    let city = find("Beijing");
    assert_eq!(
        (city.kind(), city.record.as_str(), city.figure.as_str()),
        (ClaimKind::Name, "fairs/ciftis/editions/4@3", "")
    );
    assert_eq!(city.status(), ObservationStatus::Unspecified);
    let name = find("Longley Group");
    assert_eq!(name.record, format!("{EDITION}/agreements/a19@2"));
    assert_eq!(name.figure, format!("{EDITION}/figures/featured-culture"));
    let sector = find("courier-service contracts");
    assert_eq!(
        sector.record,
        "fairs/ciftis/figureDefinitions/focus-sector-series@1"
    );
    assert_eq!(find("28 May").record, "fairs/ciftis/editions/4@3");
}

#[test]
fn a_refused_figure_takes_its_sentence_with_it() {
    for id in crate::assemble::FIGURES {
        if id == "edition-ordinal" {
            continue; // without it there is no release, see below
        }
        let mut refused = closing();
        refuse(&mut refused, id);
        let summary = summarised(&refused);
        check_places(&summary);
        check_outside(&summary);
        let omitted = summary
            .omissions
            .iter()
            .any(|omission| omission.reason == "the books say no");
        assert!(omitted, "{id}: {:?}", summary.omissions);
        assert!(
            !summary
                .claims
                .iter()
                .any(|claim| claim.figure.ends_with(&format!("/{id}"))),
            "{id}"
        );
    }
}

#[test]
fn figures_that_are_final_are_not_called_preliminary() {
    let mut confirmed = closing();
    for figure in &mut confirmed.figures {
        figure.set_status(ObservationStatus::Normal);
    }
    let text = printed(&summarised(&confirmed));
    assert!(
        !text.contains("preliminary statistics") && !text.contains("organising committee"),
        "{text}"
    );
    assert!(text.contains("331 contracts were concluded, up"), "{text}");
}

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
        assert!(!printed(&summary).contains("126"));
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

#[test]
fn parts_that_do_not_close_are_not_called_the_remainder() {
    let mut open = closing();
    figure(&mut open, "host-city-count").value = ratio(54, 1);
    let summary = summarised(&open);
    assert!(!printed(&summary).contains("remaining"));
    let told = summary
        .omissions
        .iter()
        .find(|omission| omission.figure.ends_with("/remainder-count"));
    assert_eq!(
        told.unwrap().reason,
        "the parts are not proved: the parts do not add up to the whole"
    );
}

#[test]
fn approximate_figures_are_printed_as_such() {
    let mut about = closing();
    for figure in &mut about.figures {
        figure.approximate = !["ordinal", "years"].contains(&figure.unit.as_str());
    }
    let text = printed(&summarised(&about));
    assert!(
        text.contains("about 330 contracts") && text.contains("about 100 billion US dollars"),
        "{text}"
    );
    assert!(text.contains("about 130 countries and regions"), "{text}");
}

#[test]
fn without_an_ordinal_there_is_no_release() {
    let nothing = material(fair(), edition(), Figures::of(EDITION).done());
    let writer = crate::summary::Writer::new();
    let fault = writer.write(&wanted(EDITION), &nothing).unwrap_err();
    let fault::Fault::Refused { reason, why, .. } = fault else {
        panic!("{fault}")
    };
    assert_eq!(reason, "PROSE_REFUSED");
    assert!(why.contains("fig(\"edition-ordinal\")"), "{why}");
}
