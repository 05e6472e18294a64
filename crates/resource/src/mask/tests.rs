//! Masks over records of the contracts.

use proptest::prelude::*;
use proto::contracts::v1::{Agreement, Party};
use proto::google::r#type::Money;
use proto::reporting::v1::{FigureDefinition, Share, Sum, figure_definition::Rule};
use proto::statistics::v1::LocalizedText;

use super::*;

const WRITTEN: &[&str] = &["scope", "counted", "parties.country_code"];

fn mask(paths: &[&str]) -> FieldMask {
    FieldMask {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    }
}

fn read(paths: &[&str]) -> (Mask, Vec<String>) {
    let mut violations = Violations::new();
    let read = Mask::read::<Agreement>(Some(&mask(paths)), WRITTEN, &mut violations).unwrap();
    (
        read,
        violations
            .found()
            .iter()
            .map(|found| found.field.clone())
            .collect(),
    )
}

#[test]
fn too_many_paths_are_refused_by_their_number() {
    let (_, at_the_limit) = read(&["nonsense"; 200]);
    assert_eq!(at_the_limit.len(), 100); // each looked at, the first hundred kept
    for count in [201, 350_000] {
        let (mask, found) = read(&vec!["nonsense"; count]);
        assert_eq!(found, ["update_mask.paths"], "{count}");
        assert!(!mask.touches("title"));
    }
}

fn text(en: &str, zh: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: en.to_owned(),
        zh: zh.to_owned(),
    })
}

fn stored() -> Agreement {
    Agreement {
        name: "fairs/x/editions/1/agreements/a".to_owned(),
        title: text("old", "旧"),
        source: "old".to_owned(),
        scope: 2,
        counted: true,
        place: "hall".to_owned(),
        parties: vec![Party {
            country_code: "BR".to_owned(),
            ..Party::default()
        }],
        ..Agreement::default()
    }
}

fn sent() -> Agreement {
    Agreement {
        name: "fairs/x/editions/1/agreements/b".to_owned(),
        etag: "\"1\"".to_owned(),
        title: text("new", "新"),
        source: "new".to_owned(),
        scope: 1,
        amount: Some(Money {
            currency_code: "USD".to_owned(),
            units: 1,
            nanos: 0,
        }),
        parties: vec![Party {
            organisation: "o".to_owned(),
            country_code: "CN".to_owned(),
            ..Party::default()
        }],
        ..Agreement::default()
    }
}

#[test]
fn named_fields_change_and_no_others() {
    let (mask, wrong) = read(&["title.zh", "amount", "place"]);
    assert!(wrong.is_empty());
    let expected = Agreement {
        title: text("old", "新"),
        amount: sent().amount,
        place: String::new(),
        ..stored()
    };
    assert_eq!(mask.apply(&stored(), &sent()).unwrap(), expected);
}

#[test]
fn without_a_mask_all_that_may_change_does() {
    let expected = Agreement {
        name: stored().name,
        etag: String::new(),
        scope: 2,
        counted: true,
        parties: vec![Party {
            organisation: "o".to_owned(),
            ..Party::default()
        }],
        ..sent()
    };
    for paths in [&["*"][..], &[]] {
        let (mask, wrong) = read(paths);
        assert!(wrong.is_empty());
        assert_eq!(mask.apply(&stored(), &sent()).unwrap(), expected);
    }
    let none = Mask::read::<Agreement>(None, WRITTEN, &mut Violations::new()).unwrap();
    assert_eq!(none.apply(&stored(), &sent()).unwrap(), expected);
}

#[test]
fn paths_that_lead_nowhere_are_named() {
    let paths = [
        "title",
        "nowhere",
        "name",
        "etag",
        "entry",
        "entry.revision",
        "scope",
        "title.fr",
        "parties.organisation",
        "source.x",
        "parties.country_code",
        "",
        "*",
        "title.zh.x",
        "displayName",
    ];
    let (_, wrong) = read(&paths);
    let expected: Vec<_> = (1..paths.len())
        .map(|at| format!("update_mask.paths[{at}]"))
        .collect();
    assert_eq!(wrong, expected);
}

#[test]
fn a_choice_between_fields_stays_one() {
    let share = Share {
        part: "a".to_owned(),
        whole: "b".to_owned(),
    };
    let sum = Sum {
        parts: vec!["a".to_owned(), "b".to_owned()],
    };
    let stored = FigureDefinition {
        rule: Some(Rule::Sum(sum)),
        ..FigureDefinition::default()
    };
    let sent = FigureDefinition {
        rule: Some(Rule::Share(share)),
        ..FigureDefinition::default()
    };
    let mut violations = Violations::new();
    for mask in [mask(&["share"]), mask(&["share", "sum"]), mask(&["*"])] {
        let read = Mask::read::<FigureDefinition>(Some(&mask), &[], &mut violations).unwrap();
        assert_eq!(read.apply(&stored, &sent).unwrap(), sent, "{mask:?}");
    }
    assert!(violations.is_empty());
}

#[test]
fn part_of_a_message_that_neither_has_stays_absent() {
    let (mask, _) = read(&["subject.zh"]);
    assert_eq!(mask.apply(&stored(), &sent()).unwrap().subject, None);
}

proptest! {
    #[test]
    fn masks_compose(
        paths in prop::collection::vec(
            prop::sample::select(vec!["title", "title.en", "source", "amount", "place", "parties"]),
            1..6,
        ),
    ) {
        let (all, _) = read(&paths);
        let mut step_by_step = stored();
        for path in &paths {
            let (one, _) = read(&[path]);
            step_by_step = one.apply(&step_by_step, &sent()).unwrap();
        }
        let at_once = all.apply(&stored(), &sent()).unwrap();
        prop_assert_eq!(&at_once, &step_by_step);
        prop_assert_eq!(all.apply(&at_once, &sent()).unwrap(), at_once);
    }

    #[test]
    fn any_path_is_followed_or_named(path in "\\PC{0,30}") {
        let (_, wrong) = read(&["source", &path]);
        prop_assert!(wrong.len() <= 1);
    }
}

#[test]
fn a_mask_tells_what_it_touches() {
    let (mask, _) = read(&["title.en", "parties", "amount"]);
    for (path, touched) in [
        ("title.en", true),
        ("title", true),
        ("title.zh", false),
        ("parties", true),
        ("parties[3].organisation", true),
        ("amount.nanos", true),
        ("source", false),
        ("titles", false),
    ] {
        assert_eq!(mask.touches(path), touched, "{path}");
    }
    let mut violations = Violations::new();
    let of_a_choice = Mask::read::<FigureDefinition>(
        Some(&FieldMask {
            paths: vec!["share".to_owned()],
        }),
        &[],
        &mut violations,
    );
    let of_a_choice = of_a_choice.unwrap();
    assert!(of_a_choice.touches("rule") && of_a_choice.touches("share.part"));
    assert!(!of_a_choice.touches("sum") && !of_a_choice.touches("unit"));
    let everything = Mask::read::<Agreement>(None, WRITTEN, &mut violations).unwrap();
    assert!(everything.touches("source") && everything.touches("parties[0]"));
}
