//! What stands in a row: names with offices, countries, figures.

use prose::{Cause, Entry, Participant, Record};

use crate::sample::*;

#[test]
fn names_stand_in_a_row() {
    let names = |participants: &[(&str, Option<&str>)]| {
        let sheet = sheet([("x", records(vec![record("a", "A", None, participants)]))]);
        line(
            r#"{% for r in records("x") %}{{ names(r, countries=true) }}{% endfor %}"#,
            &sheet,
        )
    };
    assert_eq!(names(&[("A", None)]), "A");
    assert_eq!(
        names(&[("A", Some("Brazil")), ("B", None)]),
        "A (Brazil) and B"
    );
    assert_eq!(
        names(&[("A", None), ("B", None), ("C", None)]),
        "A, B and C"
    );
    assert_eq!(
        names(&[("A, Inc.", None), ("B and Sons", None), ("C", None)]),
        "A, Inc.; B and Sons; and C"
    );
}

#[test]
fn who_takes_part_in_several_records_is_named_once() {
    let row = |buyers: &[&str]| {
        let listed = buyers
            .iter()
            .map(|buyer| record("a", "A", None, &[(buyer, None)]));
        let sheet = sheet([("x", records(listed.collect()))]);
        line(r#"{{ participants("x") }}"#, &sheet)
    };
    assert_eq!(row(&["Huawei"]), "Huawei");
    assert_eq!(row(&["Huawei", "Google", "Huawei"]), "Huawei and Google");
    assert_eq!(row(&["A", "B", "A", "C"]), "A, B and C");
}

#[test]
fn figures_stand_in_a_row() {
    let template = r#"{% for rank in [["a", "ambassador", "ambassadors"], ["b", "minister counsellor", "minister counsellors"], ["c", "commercial counsellor", "commercial counsellors"]]
              if above_zero(rank[0]) and given(rank[0], one=rank[1], many=rank[2], words=true) -%}
          {% if loop.first %}{% elif loop.last %} and {% else %}, {% endif -%}
          {{ fig(rank[0], one=rank[1], many=rank[2], words=true) }}
        {%- endfor %} took part."#;
    let row = |numbers: [i128; 3]| {
        let figures = ["a", "b", "c"].into_iter().zip(numbers);
        let entries =
            figures.map(|(id, number)| (id, Entry::Figure(count(number, "delegate", "delegates"))));
        let rendered = render(template, &sheet(entries)).unwrap();
        assert_eq!(
            rendered.spans.len(),
            numbers.iter().filter(|number| **number > 0).count()
        );
        rendered.paragraphs[0].clone()
    };
    assert_eq!(
        row([17, 3, 5]),
        "17 ambassadors, three minister counsellors and five commercial counsellors took part."
    );
    assert_eq!(
        row([17, 0, 1]),
        "17 ambassadors and one commercial counsellor took part."
    );
    assert_eq!(row([0, 3, 0]), "three minister counsellors took part.");
}

#[test]
fn an_office_stands_behind_its_name() {
    let person = |name: &str, country: Option<&str>, office: Option<&str>| Participant {
        name: name.to_owned(),
        country: country.map(ToOwned::to_owned),
        origin: None,
        office: office.map(ToOwned::to_owned),
    };
    let names = |participants: Vec<Participant>, asked: &str| {
        let record = Record {
            participants,
            ..record("a", "Cologne", Some("smart-city technology"), &[])
        };
        let template = format!(
            r#"{{% for r in records("x") %}}{{{{ r.title }}}}: {{{{ names(r{asked}) }}}}, promoted {{{{ r.subject }}}}{{% endfor %}}"#
        );
        line(&template, &sheet([("x", records(vec![record]))]))
    };
    let mayor = || person("Henriette Reker", Some("Germany"), Some("mayor of Cologne"));
    let plain = || person("A", None, None);
    let printed = [
        (
            vec![mayor()],
            ", offices=true",
            "Henriette Reker, mayor of Cologne",
        ),
        (vec![mayor()], "", "Henriette Reker"),
        (
            vec![mayor()],
            ", offices=true, countries=true",
            "Henriette Reker (Germany), mayor of Cologne",
        ),
        (
            vec![mayor(), plain()],
            ", offices=true",
            "Henriette Reker, mayor of Cologne, and A",
        ),
        (
            vec![plain(), mayor()],
            ", offices=true",
            "A and Henriette Reker, mayor of Cologne",
        ),
        (
            vec![plain(), mayor(), plain()],
            ", offices=true",
            "A; Henriette Reker, mayor of Cologne; and A",
        ),
        (
            vec![person("A", None, Some(" \u{7}"))],
            ", offices=true",
            "A",
        ),
    ];
    for (participants, asked, expected) in printed {
        assert_eq!(
            names(participants, asked),
            format!("Cologne: {expected}, promoted smart-city technology")
        );
    }
}

#[test]
fn countries_stand_in_a_row_with_their_articles() {
    let row = |countries: &[&[&str]], asked: &str| {
        let record = |(index, countries): (usize, &&[&str])| {
            let people: Vec<_> = countries.iter().map(|name| ("A", Some(*name))).collect();
            record(&format!("r{index}"), "A", None, &people)
        };
        let list = countries.iter().enumerate().map(record).collect();
        render(
            &format!(r#"{{{{ countries("x"{asked}) }}}}"#),
            &sheet([("x", records(list))]),
        )
        .unwrap()
    };
    let rendered = row(
        &[&["United States"], &["Lithuania"], &["United States"]],
        "",
    );
    assert_eq!(rendered.paragraphs, ["the United States and Lithuania"]);
    let spans: Vec<_> = rendered
        .spans
        .iter()
        .map(|span| (span.quote.as_str(), span.record.as_deref().unwrap()))
        .collect();
    assert_eq!(
        spans,
        [
            ("United States", "fairs/sample/editions/4/agreements/r0@1"),
            ("Lithuania", "fairs/sample/editions/4/agreements/r1@1"),
        ]
    );
    assert_eq!(
        row(&[&["United Kingdom"]], ", capital=true").paragraphs,
        ["The United Kingdom"]
    );
    assert_eq!(
        row(
            &[&["Peru", "Trinidad and Tobago"], &["United Arab Emirates"]],
            ""
        )
        .paragraphs,
        ["Peru; Trinidad and Tobago; and the United Arab Emirates"]
    );
}

#[test]
fn a_row_of_countries_has_no_gap() {
    let template = r#"-{% if given("x", as="countries") %}{{ countries("x") }}{% endif %}"#;
    let from_peru = || record("a", "A", None, &[("A", Some("Peru"))]);
    for gap in [
        record("b", "B", None, &[("B", None)]),
        record("b", "B", None, &[]),
        record("b", "B", None, &[("B", Some(" \u{7}"))]),
        record("b", "B", None, &[("B", Some("Chad")), ("C", None)]),
    ] {
        let sheet = sheet([("x", records(vec![from_peru(), gap]))]);
        let rendered = render(template, &sheet).unwrap();
        assert_eq!(rendered.paragraphs, ["-"]);
        assert!(rendered.omissions[0].reason.contains("agreements/b@1"));
        assert!(matches!(
            cause(r#"{{ countries("x") }}"#, &sheet),
            Cause::Absent { .. }
        ));
    }
    let empty = sheet([("x", records(Vec::new())), ("y", refused("no"))]);
    assert_eq!(cause(r#"{{ countries("x") }}"#, &empty), Cause::NoRecords);
    assert!(matches!(
        cause(r#"{{ countries("y") }}"#, &empty),
        Cause::Refused { .. }
    ));
    assert!(matches!(
        cause(r#"{{ countries("x") }}"#, &only(contracts(3))),
        Cause::WrongEntry { .. }
    ));
}
