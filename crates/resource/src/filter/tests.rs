use proto::{
    contracts::v1::{Agreement, AgreementStage, Party},
    google::r#type::{Date, Money},
    statistics::v1::LocalizedText,
};

use super::*;

fn agreement() -> Agreement {
    Agreement {
        name: "fairs/f/editions/4/agreements/a17".to_owned(),
        title: Some(LocalizedText {
            en: "Parcel \"Lockers\"".to_owned(),
            zh: String::new(),
        }),
        stage: AgreementStage::Contract.into(),
        sector_code: "2.B".to_owned(),
        parties: ["a", "b"]
            .map(|id| Party {
                organisation: format!("fairs/f/organisations/{id}"),
                ..Party::default()
            })
            .to_vec(),
        amount: Some(Money {
            currency_code: "CNY".to_owned(),
            units: 1_500,
            nanos: 0,
        }),
        signed_on: Some(Date {
            year: 2016,
            month: 5,
            day: 30,
        }),
        signed_on_site: true,
        ..Agreement::default()
    }
}

fn passes(filter: &str) -> bool {
    let mut violations = Violations::new();
    let filter = Filter::read::<Agreement>(filter, &mut violations).unwrap();
    assert!(violations.is_empty(), "{violations:?}");
    filter.passes(&agreement()).unwrap()
}

#[test]
fn every_kind_of_field_is_compared() {
    for (filter, expected) in [
        ("", true),
        ("sector_code = 2.B", true),
        ("sector_code = \"2.D\"", false),
        ("sector_code != \"2.D\"", true),
        ("sector_code != 2.B", false),
        ("stage = AGREEMENT_STAGE_CONTRACT", true),
        ("stage != AGREEMENT_STAGE_CONTRACT", false),
        ("signed_on_site = true AND sector_code = 2.B", true),
        ("signed_on_site = true AND sector_code = 2.D", false),
        ("synthetic = false", true),
        ("signed_on >= 2016-05-30", true),
        ("signed_on > 2016-05-30", false),
        (
            "signed_on < \"2016-06-01\" AND signed_on > 2016-05-29",
            true,
        ),
        ("amount.units >= 1500", true),
        ("amount.units < 1500", false),
        ("amount.currency_code = CNY", true),
        ("title.en : \"\\\"lock\"", true),
        ("title.en : express", false),
        ("title.zh = \"\"", true),
        ("parties.organisation = fairs/f/organisations/b", true),
        ("parties.organisation = fairs/f/organisations/c", false),
        ("parties.organisation != fairs/f/organisations/b", false),
        ("parties.organisation != fairs/f/organisations/c", true),
    ] {
        assert_eq!(passes(filter), expected, "{filter}");
    }
}

#[test]
fn what_is_not_set_is_no_value() {
    for (filter, expected) in [
        ("subject.en = \"\"", false),
        ("subject.en : a", false),
        ("subject.en != a", true),
        ("counted_in_total = false", false),
        ("counted_in_total != true", true),
    ] {
        assert_eq!(passes(filter), expected, "{filter}");
    }
}

#[test]
fn everything_wrong_with_a_filter_is_told() {
    for (filter, faults) in [
        ("nothing = 1", 1),
        ("title = x", 1),
        ("title.en.x = 1", 1),
        ("amount.units = many", 1),
        ("signed_on = yesterday", 1),
        ("signed_on : 2016", 1),
        ("stage = CONTRACT", 1),
        ("stage < AGREEMENT_STAGE_CONTRACT", 1),
        (
            "signed_on_site = yes AND nothing = 1 AND amount.units = x",
            3,
        ),
        ("a = b OR c = d", 1),
        (" = 1", 1),
    ] {
        let mut violations = Violations::new();
        Filter::read::<Agreement>(filter, &mut violations).unwrap();
        assert_eq!(violations.total(), faults, "{filter}: {violations:?}");
        assert!(
            violations
                .found()
                .iter()
                .all(|wrong| wrong.field == "filter")
        );
    }
    let mut violations = Violations::new();
    let long = format!("sector_code = {}", "x".repeat(2_000));
    Filter::read::<Agreement>(&long, &mut violations).unwrap();
    let many = vec!["sector_code = x"; 21].join(" AND ");
    Filter::read::<Agreement>(&many, &mut violations).unwrap();
    assert_eq!(violations.total(), 2);
}
