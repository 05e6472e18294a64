//! The closing release of the 4th CIFTIS.

use proto::{
    gateway::v1::{Claim, ClaimKind},
    reporting::v1::{FigureBasis, ObservationStatus},
};

use super::{material::*, sample::*};

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
fn the_chinese_release_makes_the_same_claims() {
    let material = closing();
    let (english, chinese) = (summarised(&material), summarised_in("zh", &material));
    insta::assert_snapshot!("ciftis_zh", printed(&chinese));
    check_places(&chinese);
    check_outside(&chinese);
    assert_eq!(chinese.language_code, "zh");
    assert_eq!(claims(&chinese), claims(&english));
    assert_eq!(chinese.omissions, []);
    assert!(!chinese.editor_note.contains(char::is_numeric));
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
