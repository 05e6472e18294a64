use super::*;

#[test]
fn the_forms_of_the_press() {
    let table: &[(&str, &[&str])] = &[
        (
            "worth US$71.13 billion",
            &["US$71.13 billion statistic 71130000000 USD exact"],
        ),
        (
            "₹1,500 crore",
            &["₹1,500 crore statistic 15000000000 INR exact"],
        ),
        (
            "a 17.3-percent rise",
            &["17.3-percent statistic 173/10 percent exact"],
        ),
        (
            "the 360,000-square-meter fair",
            &["360,000-square-meter statistic 360000 m2 exact"],
        ),
        (
            "thirty-seven countries",
            &["thirty-seven statistic 37 count exact"],
        ),
        (
            "nearly a third of visitors",
            &["a third statistic 1/3 ratio nearly"],
        ),
        (
            "down 4.2 percent",
            &["4.2 percent statistic -21/5 percent exact"],
        ),
        (
            "fell to 1,200 exhibitors",
            &["1,200 statistic 1200 count exact"],
        ),
        ("the 4th CIFTIS", &["4th ordinal 4 ordinal ordinal"]),
        (
            "from 28 May to 1 June 2016",
            &["28 May to 1 June 2016 date  date date"],
        ),
        (
            "Fortune 500 firms in Hall 4",
            &["Fortune 500 name  name exact", "Hall 4 name  name exact"],
        ),
        ("one-on-one talks", &["one-on-one idiom   exact"]),
        ("some 400 buyers", &["400 statistic 400 persons about"]),
        (
            "198,65 billion yuan",
            &["198,65 billion yuan statistic 198650000000 CNY exact"],
        ),
    ];
    for (text, claims) in table {
        let told: Vec<_> = read(text).iter().map(|found| found.told(text)).collect();
        assert_eq!(told, *claims, "{text}");
    }
}
